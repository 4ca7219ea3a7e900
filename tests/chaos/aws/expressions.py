"""DynamoDB's expressions, parsed by moto.

Parsing takes most of the time, and the same few expressions come again and again with other values.
So a condition is parsed once for each set of names, and its values are put into the tree each time.
Of an update that only sets and removes top-level attributes, moto's tree is read once; any other
update is left to moto's executor.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from moto.dynamodb.comparisons import AttributeValue, get_filter_expression
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.parsing import ast_nodes, expressions
from moto.dynamodb.parsing.executors import UpdateExpressionExecutor
from moto.dynamodb.parsing.validators import UpdateExpressionValidator

_nodes: Any = ast_nodes
_parse: Any = vars(expressions)["UpdateExpressionParser"].make
Attributes = dict[str, dict[str, Any]]
"""An item as it is sent: `{"size": {"N": "1"}}`."""


def holds(condition: str | None, call: dict[str, Any], item: Attributes | None) -> bool:
    """Whether a condition or filter of a call holds for an item, None if there is no item."""
    if not condition:
        return True
    values = call.get("ExpressionAttributeValues") or {}
    names = json.dumps(call.get("ExpressionAttributeNames"), sort_keys=True)
    tree, places = _condition(condition, names, tuple(sorted(values)))
    for placeholder, node in places:
        [(node.type, node.value)] = values[placeholder].items()
    return bool(tree.expr(None if item is None else moto_item(item)))


@lru_cache(1024)
def _condition(
    text: str, names: str, placeholders: tuple[str, ...]
) -> tuple[Any, list[tuple[str, Any]]]:
    marked = {name: {"S": name} for name in placeholders}
    tree = get_filter_expression(text, json.loads(names), marked)
    return tree, [(node.value, node) for node in _values(tree)]


def _values(node: Any) -> Iterator[Any]:
    if isinstance(node, AttributeValue):
        yield node
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _values(each)
    elif hasattr(node, "__dict__"):
        for each in vars(node).values():
            yield from _values(each)


def moto_item(attributes: Attributes) -> Any:
    """moto's item, without the check of its size, which takes quadratic time."""
    item: Any = Item.__new__(Item)
    item.hash_key = item.range_key = None
    item.attrs = {name: DynamoType(value) for name, value in attributes.items()}
    return item


def updated(item: Attributes, call: dict[str, Any], table: Any) -> Attributes:
    """The item after the call's update."""
    names = call.get("ExpressionAttributeNames") or {}
    values = call.get("ExpressionAttributeValues") or {}
    plan = _plan(call["UpdateExpression"])
    if plan is None:
        return _updated_by_moto(item, call["UpdateExpression"], names, values, table)
    result = dict(item)
    for name, placeholder in plan:
        attribute = names.get(name, name)
        if placeholder is None:
            result.pop(attribute, None)
        else:
            result[attribute] = values[placeholder]
    return result


@lru_cache(1024)
def _plan(text: str) -> tuple[tuple[str, str | None], ...] | None:
    """What is set (name, placeholder) and removed (name, None); None if there is anything else."""
    actions = []
    for action in _actions(_parse(text)):
        path, *value = (_leaves(child) for child in action.children)
        known = _nodes.UpdateExpressionSetAction, _nodes.UpdateExpressionRemoveAction
        simple = isinstance(action, known) and len(path) == 1 and all(len(v) == 1 for v in value)
        if not simple or (value and not value[0][0].startswith(":")):
            return None
        actions.append((path[0], value[0][0] if value else None))
    return tuple(actions)


def _actions(node: Any) -> Iterator[Any]:
    if type(node).__name__.endswith("Action"):
        yield node
    else:
        for child in node.children:
            yield from _actions(child)


def _leaves(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _updated_by_moto(
    item: Attributes, text: str, names: dict[str, str], values: Attributes, table: Any
) -> Attributes:
    target = moto_item(item)
    tree = UpdateExpressionValidator(
        _parse(text),
        expression_attribute_names={k: v for k, v in names.items() if k in text},
        expression_attribute_values={k: v for k, v in values.items() if k in text},
        item=target,
        table=table,
    ).validate()
    tree.normalize()
    UpdateExpressionExecutor(tree, target, names).execute()
    return {name: value.to_regular_json() for name, value in target.attrs.items()}
