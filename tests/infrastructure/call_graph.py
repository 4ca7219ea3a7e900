"""Which functions of libraries each function of the services can reach, by the types that mypy
infers.

It errs towards too many: what a function refers to counts as called.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

from mypy import build
from mypy.config_parser import parse_config_file
from mypy.find_sources import create_source_list
from mypy.nodes import (
    AssignmentStmt,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    Node,
    OverloadedFuncDef,
    TypeInfo,
)
from mypy.options import Options
from mypy.subtypes import is_subtype
from mypy.traverser import NameAndMemberCollector
from mypy.types import (
    CallableType,
    Instance,
    Overloaded,
    TupleType,
    Type,
    TypeType,
    TypeVarType,
    UnionType,
    get_proper_type,
)
from mypy.typevars import fill_typevars

from tests.infrastructure.conftest import ROOT

DEPLOYED = ("chalice_app", "contracts", "email_fn", "worker")
_WITHOUT_CALLS = ("stills", "boto3", "chalice", "jinja2", "pydantic", "requests", "urllib3", "yaml")
"""They hold no call of AWS, and would take mypy twice its time."""
_OURS = ("app", "chalicelib", "contracts", "handler", "notifications", "worker")


@dataclass(frozen=True)
class Reference:
    """A class, function or method by its full name. `on` is the name before it
    (`Model.index.query`: index), `text` the first argument, if that is a literal text."""

    name: str
    on: str = ""
    text: str = ""


@dataclass(frozen=True)
class Reached:
    """What functions and everything that they reach refer to, and the literal texts in them."""

    references: frozenset[Reference]
    texts: frozenset[str]


class CallGraph:
    """A function that refers to a variable of a module reaches what its value refers to; not that
    of the variables `except_by`, whose elements the caller tells apart."""

    def __init__(self, except_by: Iterable[str] = ()) -> None:
        options = Options()
        parse_config_file(options, lambda: None, str(ROOT / "pyproject.toml"))
        options.incremental = False  # a cache contains no types of expressions
        for package in _WITHOUT_CALLS:
            options.per_module_options[f"{package}.*"] = {"follow_imports": "skip"}
        options.export_types = options.preserve_asts = True
        options.mypy_path = [str(ROOT / folder) for folder in (".", "chalice_app", "email_fn")]
        folders = [str(ROOT / folder) for folder in DEPLOYED]
        built = build.build(create_source_list(folders, options), options)
        self._types = built.types
        self._functions: dict[str, FuncDef] = {}
        self._values: dict[str, AssignmentStmt] = {}
        self._classes: dict[str, TypeInfo] = {}
        self._paths: dict[str, str] = {}
        for name, module in built.files.items():
            if name.split(".")[0] in _OURS:
                self._add(module)
        for name in except_by:
            del self._values[name]

    def _add(self, module: MypyFile) -> None:
        for _, symbol, _ in module.local_definitions():
            if isinstance(symbol.node, TypeInfo):
                self._classes[symbol.node.fullname] = symbol.node
            for function in _functions_of(symbol.node):
                self._functions[function.fullname] = function
                self._paths[function.fullname] = module.path
        assignments = [each for each in module.defs if isinstance(each, AssignmentStmt)]
        for statement in assignments:
            for target in statement.lvalues:
                if isinstance(target, NameExpr):
                    self._values[target.fullname] = statement
                    self._paths[target.fullname] = module.path

    def in_module(self, module: str) -> list[str]:
        """The full names of the functions and methods of a module or package."""
        return [name for name in self._functions if name.startswith(f"{module}.")]

    def reached_from(self, entries: Iterable[str]) -> Reached:
        """From the functions of these full names."""
        waiting, seen = list(entries), set[str]()
        references, texts = set[Reference](), set[str]()
        while waiting:
            name = waiting.pop()
            node = self._functions.get(name) or self._values.get(name)
            if node is None or name in seen:
                continue
            seen.add(name)
            source = _source(self._paths[name])
            if isinstance(node, FuncDef):
                texts |= source.texts_between(node.line, node.end_line or 0)
            collector = NameAndMemberCollector()
            node.accept(collector)
            uses: list[NameExpr | MemberExpr] = [*collector.name_exprs, *collector.member_exprs]
            for used in uses:
                end = (used.end_line or 0, used.end_column or 0)
                for found in self._names_of(used):
                    text = source.arguments.get(end, "")
                    references.add(Reference(found, _name_before(used), text))
                    waiting.extend(self._implementations(found))
        return Reached(frozenset(references), frozenset(texts))

    def _names_of(self, node: NameExpr | MemberExpr) -> Iterator[str]:
        if node.fullname:
            yield node.fullname
        if isinstance(node, MemberExpr):
            for info in _infos(self._types.get(node.expr)):
                symbol = info.get(node.name)
                if symbol is not None and symbol.node is not None:
                    yield symbol.node.fullname

    def _implementations(self, found: str) -> Iterator[str]:
        """Of a class, the methods that libraries call; of a protocol's member, those of the classes
        that have the protocol; else the name itself."""
        yield found
        if found in self._classes:
            yield from self._called_by_libraries(self._classes[found])
        owner, _, member = found.rpartition(".")
        protocol = self._classes.get(owner)
        if protocol is not None and protocol.is_protocol:
            for candidate in self._classes.values():
                if is_subtype(fill_typevars(candidate), fill_typevars(protocol)):
                    yield f"{candidate.fullname}.{member}"

    def _called_by_libraries(self, info: TypeInfo) -> Iterator[str]:
        theirs = [base for base in info.mro[1:] if base.fullname not in self._classes]
        for name in info.names:
            if name.startswith("__") or any(name in base.names for base in theirs):
                yield f"{info.fullname}.{name}"


def _name_before(node: Expression) -> str:
    before = node.expr if isinstance(node, MemberExpr) else None
    return before.name if isinstance(before, NameExpr | MemberExpr) else ""


class _Text(ast.Constant):
    value: str


class _Source:
    """`arguments`: the first argument of each call that has a literal text there, by the line and
    column where the name of what is called ends."""

    def __init__(self, path: str) -> None:
        nodes = list(ast.walk(ast.parse(Path(path).read_text())))
        self._texts = [(node.lineno, node.value) for node in nodes if _is_text(node)]
        self.arguments = {
            (call.func.end_lineno or 0, call.func.end_col_offset or 0): call.args[0].value
            for call in nodes
            if isinstance(call, ast.Call) and call.args and _is_text(call.args[0])
        }

    def texts_between(self, first: int, last: int) -> set[str]:
        return {text for line, text in self._texts if first <= line <= last}


def _is_text(node: ast.AST) -> TypeGuard[_Text]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


_source = cache(_Source)


def _infos(kind: Type | None) -> Iterator[TypeInfo]:
    """The classes that a type stands for."""
    kind = get_proper_type(kind)
    if isinstance(kind, Instance):
        yield kind.type
    elif isinstance(kind, UnionType):
        for item in kind.items:
            yield from _infos(item)
    elif isinstance(kind, TypeVarType):
        yield from _infos(kind.upper_bound)
    elif isinstance(kind, TypeType):
        yield from _infos(kind.item)
    elif isinstance(kind, TupleType):
        yield from _infos(kind.partial_fallback)
    elif isinstance(kind, CallableType | Overloaded) and kind.is_type_obj():
        yield kind.type_object()


def _functions_of(node: Node | None) -> Iterator[FuncDef]:
    if isinstance(node, FuncDef):
        yield node
    elif isinstance(node, Decorator):
        yield node.func
    elif isinstance(node, OverloadedFuncDef):
        for item in node.items:
            yield from _functions_of(item)
