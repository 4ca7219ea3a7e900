"""DynamoDB in memory: items with versions, so that indexes and ordinary reads may lag behind.

Expressions are judged by moto (`expressions`). Items are never changed in place.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.parsing.key_condition_expression import parse_expression

from tests.chaos.aws.errors import client_error
from tests.chaos.aws.expressions import Attributes, holds, updated
from tests.chaos.history import fails_to_open, flaw

Key = tuple[str, ...]
MAX_ITEM, MAX_PAGE = 400 * 1024, 2**20
CONDITION_FAILED = "ConditionalCheckFailedException"


@dataclass
class Table:
    """`versions` has, for each key, what the item was, from which time lagging reads see it."""

    name: str
    keys: list[str]
    attr: list[dict[str, str]]
    indexes: dict[str, dict[str, Any]]
    local: set[str]
    ttl: str | None
    schema: list[dict[str, str]]
    items: dict[Key, Attributes] = field(default_factory=dict)
    versions: dict[Key, list[tuple[float, Attributes | None]]] = field(default_factory=dict)
    _first_due: float | None = None

    @classmethod
    def of(cls, name: str, properties: dict[str, Any]) -> "Table":
        global_ = properties.get("GlobalSecondaryIndexes", [])
        local = properties.get("LocalSecondaryIndexes", [])
        return cls(
            name=name,
            keys=[key["AttributeName"] for key in properties["KeySchema"]],
            attr=properties["AttributeDefinitions"],
            indexes={i["IndexName"]: i for i in [*global_, *local]},
            local={i["IndexName"] for i in local},
            ttl=(properties.get("TimeToLiveSpecification") or {}).get("AttributeName"),
            schema=properties["KeySchema"],
        )

    @property
    def table_key_attrs(self) -> list[str]:
        return self.keys

    @property
    def attribute_keys(self) -> list[str]:
        return [*self.keys, *(k["AttributeName"] for i in self.indexes.values() for k in _of(i))]

    def key_of(self, item: Attributes) -> Key:
        return tuple(str(next(iter(item[name].values()))) for name in self.keys)

    def lagging(self, now: float) -> Iterator[Attributes]:
        for versions in self.versions.values():
            while len(versions) > 1 and versions[1][0] <= now:
                del versions[0]
            visible, item = versions[0]
            if item is not None and visible <= now:
                yield item

    def first_due(self) -> float:
        """The lowest number by which a global index is sorted: the time when something is due
        next."""
        if self._first_due is None:
            due = [index for name, index in self.indexes.items() if name not in self.local]
            names = [key["AttributeName"] for i in due for key in _of(i)[1:]]
            numbers = [item[n] for n in names for item in self.items.values() if n in item]
            self._first_due = min((float(n["N"]) for n in numbers if "N" in n), default=math.inf)
        return self._first_due

    def store(self, key: Key, item: Attributes | None, visible: float) -> None:
        """`visible` is when lagging reads see it."""
        self._first_due = None
        if item is None:
            self.items.pop(key, None)
        else:
            self.items[key] = item
        versions = self.versions.setdefault(key, [(0.0, None)])
        versions.append((max(visible, versions[-1][0]), item))


def _of(index: dict[str, Any]) -> list[dict[str, str]]:
    schema: list[dict[str, str]] = index["KeySchema"]
    return schema


def size_of(item: Attributes) -> int:
    return sum(len(name) + _bytes(value) for name, value in item.items())


def _bytes(value: dict[str, Any]) -> int:
    [content] = value.values()
    if isinstance(content, dict):
        return 3 + size_of(content)
    if isinstance(content, list):
        return 3 + sum(_bytes(v) if isinstance(v, dict) else len(v) for v in content)
    return len(content.encode()) if isinstance(content, str) else 8


class DynamoDB:
    """`lag` draws how many seconds reads that are not consistent lag behind a write. `flaws` are
    the writes that no video's history may contain; `failed_openings` counts, by the video's id, the
    ends of which no item remains."""

    def __init__(
        self, tables: dict[str, dict[str, Any]], now: Callable[[], float], lag: Callable[[], float]
    ) -> None:
        self.tables = {name: Table.of(name, properties) for name, properties in tables.items()}
        self._now = now
        self._lag = lag
        self.flaws: list[tuple[str, str]] = []
        self.failed_openings = Counter[str]()
        self._tokens: set[str] = set()

    def call(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, f"_{operation}", None)
        if handler is None:
            raise NotImplementedError(f"dynamodb.{operation}")
        answer: dict[str, Any] = handler(call)
        return answer

    def expire(self, now: float) -> None:
        """Deletes what DynamoDB's time to live deletes."""
        for table in self.tables.values():
            for key, item in list(table.items.items()):
                if table.ttl in item and float(item[table.ttl]["N"]) < now:
                    self._store(table, key, None)

    def _table(self, call: dict[str, Any]) -> Table:
        return self.tables[call["TableName"].rsplit("/", 1)[-1]]

    def _store(self, table: Table, key: Key, item: Attributes | None) -> None:
        before = table.items.get(key)
        existed = before is None and any(each for _, each in table.versions.get(key, ()))
        if found := flaw(before, item, self._now(), existed=existed):
            self.flaws.append(found)
        if fails_to_open(before, item):
            self.failed_openings[key[-1]] += 1
        table.store(key, item, self._now() + self._lag())

    def _checked(self, operation: str, table: Table, item: Attributes) -> Attributes:
        for name in table.attribute_keys:
            if name in item and next(iter(item[name].values())) == "":
                message = f"Empty string value for key: {name}"
                raise client_error(operation, "ValidationException", message)
        if size_of(item) > MAX_ITEM:
            message = "Item size has exceeded the maximum allowed size"
            raise client_error(operation, "ValidationException", message)
        return item

    def _change(self, operation: str, call: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
        """Checks a write; returns the table, the key, and the item before and after."""
        table = self._table(call)
        key = table.key_of(call["Item"] if operation == "PutItem" else call["Key"])
        before = table.items.get(key)
        if not holds(call.get("ConditionExpression"), call, before):
            wanted = call.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            found: dict[str, Any] = {"Item": before} if wanted and before else {}
            raise client_error(
                operation, CONDITION_FAILED, "The conditional request failed", **found
            )
        after: Attributes | None = None
        if operation == "PutItem":
            after = self._checked(operation, table, dict(call["Item"]))
        elif operation == "UpdateItem":
            known = dict(call["Key"]) if before is None else before
            after = updated(known, call, table) if call.get("UpdateExpression") else known
            self._checked(operation, table, after)
        return table, key, before, after

    def _write(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        table, key, before, after = self._change(operation, call)
        if operation != "ConditionCheck":
            self._store(table, key, after)
        wanted = call.get("ReturnValues", "NONE")
        shown = before if wanted.endswith("OLD") else after
        if wanted == "NONE" or not shown:
            return {}
        if wanted.startswith("UPDATED"):
            changed = {k for k in shown if (before or {}).get(k) != (after or {}).get(k)}
            shown = {name: value for name, value in shown.items() if name in changed}
        return {"Attributes": dict(shown)}

    def _PutItem(self, call: dict[str, Any]) -> dict[str, Any]:
        return self._write("PutItem", call)

    def _UpdateItem(self, call: dict[str, Any]) -> dict[str, Any]:
        return self._write("UpdateItem", call)

    def _DeleteItem(self, call: dict[str, Any]) -> dict[str, Any]:
        return self._write("DeleteItem", call)

    def _GetItem(self, call: dict[str, Any]) -> dict[str, Any]:
        table = self._table(call)
        key = table.key_of(call["Key"])
        if call.get("ConsistentRead"):
            item = table.items.get(key)
        else:
            found = (item for item in table.lagging(self._now()) if table.key_of(item) == key)
            item = next(found, None)
        return {} if item is None else {"Item": _projected(item, call)}

    def _BatchGetItem(self, call: dict[str, Any]) -> dict[str, Any]:
        responses = {}
        for name, wanted in call["RequestItems"].items():
            calls = [{**wanted, "TableName": name, "Key": key} for key in wanted["Keys"]]
            found = [self._GetItem(each).get("Item") for each in calls]
            responses[name] = [item for item in found if item]
        return {"Responses": responses, "UnprocessedKeys": {}}

    def _BatchWriteItem(self, call: dict[str, Any]) -> dict[str, Any]:
        for name, requests in call["RequestItems"].items():
            for request in requests:
                [(kind, fields)] = request.items()
                self._write(f"{kind[:-7]}Item", {"TableName": name, **fields})
        return {"UnprocessedItems": {}}

    def _TransactGetItems(self, call: dict[str, Any]) -> dict[str, Any]:
        gets = [{**item["Get"], "ConsistentRead": True} for item in call["TransactItems"]]
        return {"Responses": [self._GetItem(get) for get in gets]}

    def _TransactWriteItems(self, call: dict[str, Any]) -> dict[str, Any]:
        operation = "TransactWriteItems"
        token = call.get("ClientRequestToken")
        if token and token in self._tokens:
            return {}
        writes = [next(iter(item.items())) for item in call["TransactItems"]]
        self._check_targets(writes)
        changes, reasons = [], []
        for kind, write in writes:
            try:
                name = kind if kind == "ConditionCheck" else f"{kind}Item"
                changes.append((kind, self._change(name, write)))
                reasons.append({"Code": "None"})
            except Exception as error:
                failed: Any = error
                code = failed.response["Error"]["Code"].removesuffix("Exception")
                extra = {k: v for k, v in failed.response.items() if k == "Item"}
                reasons.append({"Code": code, "Message": str(error), **extra})
        if any(reason["Code"] != "None" for reason in reasons):
            codes = ", ".join(reason["Code"] for reason in reasons)
            raise client_error(
                operation,
                "TransactionCanceledException",
                f"Transaction cancelled, please refer cancellation reasons for specific reasons "
                f"[{codes}]",
                CancellationReasons=reasons,
            )
        for kind, (table, key, _, after) in changes:
            if kind != "ConditionCheck":
                self._store(table, key, after)
        if token:
            self._tokens.add(token)
        return {}

    def _check_targets(self, writes: list[tuple[str, dict[str, Any]]]) -> None:
        targets = set()
        for _, write in writes:
            table = self._table(write)
            targets.add((table.name, table.key_of(write.get("Key") or write["Item"])))
        if len(targets) < len(writes):
            message = "Transaction request cannot include multiple operations on one item"
            raise client_error("TransactWriteItems", "ValidationException", message)

    def _Query(self, call: dict[str, Any]) -> dict[str, Any]:
        table = self._table(call)
        index = table.indexes[call["IndexName"]] if call.get("IndexName") else None
        schema = _of(index) if index else table.schema
        hashes, ranges, _ = parse_expression(
            call["KeyConditionExpression"],
            call.get("ExpressionAttributeValues") or {},
            call.get("ExpressionAttributeNames") or {},
            schema,
        )
        found = [
            item
            for item in self._visible(table, index, call)
            if all(item.get(name) == value for name, value in hashes)
            and all(_compares(item, *condition) for condition in ranges)
        ]
        order = [key["AttributeName"] for key in schema[1:]] + table.keys
        found.sort(key=lambda item: [_sortable(item[name]) for name in order])
        if not call.get("ScanIndexForward", True):
            found.reverse()
        return self._page(table, [*dict.fromkeys([*table.keys, *_names(schema)])], found, call)

    def _Scan(self, call: dict[str, Any]) -> dict[str, Any]:
        table = self._table(call)
        index = table.indexes[call["IndexName"]] if call.get("IndexName") else None
        found = sorted(self._visible(table, index, call), key=table.key_of)
        return self._page(table, table.keys, found, call)

    def _visible(
        self, table: Table, index: dict[str, Any] | None, call: dict[str, Any]
    ) -> list[Attributes]:
        if call.get("ConsistentRead"):
            if index and index["IndexName"] not in table.local:
                message = "Consistent reads are not supported on global secondary indexes"
                raise client_error("Query", "ValidationException", message)
            found = list(table.items.values())
        else:
            found = list(table.lagging(self._now()))
        if index is None:
            return found
        needed = _names(_of(index))
        found = [item for item in found if all(name in item for name in needed)]
        projection = index["Projection"]
        if projection["ProjectionType"] == "ALL":
            return found
        kept = {*table.keys, *needed, *projection.get("NonKeyAttributes", [])}
        return [{k: v for k, v in item.items() if k in kept} for item in found]

    def _page(
        self, table: Table, key_names: list[str], found: list[Attributes], call: dict[str, Any]
    ) -> dict[str, Any]:
        start = call.get("ExclusiveStartKey")
        if start:
            keys = [table.key_of(item) for item in found]
            wanted = table.key_of(start)
            # An item that was deleted since still marks its place by the keys of the others.
            position = keys.index(wanted) + 1 if wanted in keys else 0
            if wanted not in keys and len(table.keys) > 1:
                forward = call.get("ScanIndexForward", True)
                after = [k for k in keys if (k > wanted if forward else k < wanted)]
                position = len(keys) - len(after)
            found = found[position:]
        page, size, scanned = [], 0, 0
        for item in found:
            scanned += 1
            size += size_of(item)
            if holds(call.get("FilterExpression"), call, item):
                page.append(_projected(item, call))
            if scanned == call.get("Limit") or size >= MAX_PAGE:
                break
        answer: dict[str, Any] = {"Count": len(page), "ScannedCount": scanned}
        if call.get("Select") != "COUNT":
            answer["Items"] = page
        if scanned and (scanned < len(found) or scanned == call.get("Limit")):
            last = found[scanned - 1]
            answer["LastEvaluatedKey"] = {name: last[name] for name in key_names}
        return answer


def _names(schema: list[dict[str, str]]) -> list[str]:
    return [key["AttributeName"] for key in schema]


def _compares(item: Attributes, name: str, comparison: str, values: list[Any]) -> bool:
    if name not in item:
        return False
    return bool(DynamoType(item[name]).compare(comparison, [DynamoType(v) for v in values]))


def _sortable(value: dict[str, Any]) -> Any:
    [(kind, content)] = value.items()
    return float(content) if kind == "N" else content


def _projected(item: Attributes, call: dict[str, Any]) -> Attributes:
    expression = call.get("ProjectionExpression")
    if not expression:
        return dict(item)
    names = call.get("ExpressionAttributeNames") or {}
    wanted = {names.get(name.strip(), name.strip()) for name in expression.split(",")}
    return {name: value for name, value in item.items() if name in wanted}
