"""What moto cannot tell, because it never lags behind and has no time."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.chaos.aws.dynamodb import DynamoDB

TABLE: dict[str, Any] = {
    "AttributeDefinitions": [
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "due_at", "AttributeType": "N"},
        {"AttributeName": "status", "AttributeType": "S"},
    ],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "due",
            "KeySchema": [
                {"AttributeName": "status", "KeyType": "HASH"},
                {"AttributeName": "due_at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
}
QUERY = {
    "TableName": "videos",
    "IndexName": "due",
    "KeyConditionExpression": "#s = :s",
    "ExpressionAttributeNames": {"#s": "status"},
    "ExpressionAttributeValues": {":s": {"S": "queued"}},
}


class Clock:
    now = 0.0


def database(clock: Clock, lag: float = 0.0) -> DynamoDB:
    return DynamoDB({"videos": TABLE}, lambda: clock.now, lambda: lag)


def put(target: DynamoDB, **attributes: str) -> None:
    kinds = {"due_at": "N", "expires_at": "N"}
    item = {name: {kinds.get(name, "S"): value} for name, value in attributes.items()}
    target.call("PutItem", {"TableName": "videos", "Item": item})


def test_an_index_lags_behind_the_table() -> None:
    clock = Clock()
    target = database(clock, lag=5.0)
    put(target, id="a", status="queued", due_at="1")
    get = {"TableName": "videos", "Key": {"id": {"S": "a"}}}
    assert "Item" in target.call("GetItem", {**get, "ConsistentRead": True})
    assert "Item" not in target.call("GetItem", get)
    assert target.call("Query", QUERY)["Count"] == 0
    clock.now = 5.0
    assert "Item" in target.call("GetItem", get)
    assert target.call("Query", QUERY)["Count"] == 1


def test_an_index_still_has_what_was_just_deleted() -> None:
    clock = Clock()
    target = database(clock, lag=5.0)
    put(target, id="a", status="queued", due_at="1")
    clock.now = 10.0
    target.call("DeleteItem", {"TableName": "videos", "Key": {"id": {"S": "a"}}})
    assert target.call("Query", QUERY)["Count"] == 1
    clock.now = 15.0
    assert target.call("Query", QUERY)["Count"] == 0


def test_an_index_is_sparse_and_has_only_its_keys() -> None:
    target = database(Clock())
    put(target, id="a", status="queued", due_at="1", name="holiday.mp4")
    put(target, id="b", status="queued")
    [item] = target.call("Query", QUERY)["Items"]
    assert item.keys() == {"id", "status", "due_at"}


def test_the_time_to_live_deletes_items() -> None:
    target = database(Clock())
    put(target, id="a", expires_at="100")
    target.expire(99.0)
    assert target.tables["videos"].items
    target.expire(101.0)
    assert not target.tables["videos"].items


def test_an_item_has_at_most_400_kb() -> None:
    target = database(Clock())
    with pytest.raises(ClientError, match="Item size"):
        put(target, id="a", name="x" * 410_000)


def test_the_first_due_time_follows_the_items() -> None:
    target = database(Clock())
    put(target, id="a", status="queued", due_at="20")
    put(target, id="b", status="queued", due_at="10")
    assert target.tables["videos"].first_due() == 10.0
    target.call("DeleteItem", {"TableName": "videos", "Key": {"id": {"S": "b"}}})
    assert target.tables["videos"].first_due() == 20.0
