"""The house's own lint: what no line of the product may do, whatever the room.

Each rule takes a syntax tree and gives (node, what to write instead).
"""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.source import imports, nodes, words

Finding = tuple[ast.AST, str]
Rule = Callable[[ast.Module], Iterator[Finding]]

SQL_START = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|WITH|ATTACH|SAVEPOINT|RELEASE|VACUUM)\b"
)
SQL_CALLS = {"text", "execute", "executemany", "executescript", "exec_driver_sql"}
# What may stand in a statement: a name quoted by the one helper, a clause that SQLAlchemy wrote from declared tables.
QUOTERS = {"identifier", "quote_identifier", "compile"}
# The one function that writes a key into a PRAGMA, after checking that it is 64 hex digits (claim D03).
KEY_PRAGMA = "raw_key"
SECRET_WORDS = {"mac", "macs", "hmac", "commitment", "commitments", "proof"}
BANNED_MODULES = {"random", "pickle", "marshal", "shelve", "dill"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}


def called(node: ast.expr) -> str:
    """Return the last word of what a call calls."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def asserts(module: ast.Module) -> Iterator[Finding]:
    """A check that `python -O` removes is no check."""
    for node in nodes(module):
        if isinstance(node, ast.Assert):
            yield node, "raise an error: an assert can be switched off"


def prints(module: ast.Module) -> Iterator[Finding]:
    """Only the command lines write on standard output."""
    for node in nodes(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "pprint"}:
            yield node, "log an event, or return the value to cli"


def unsafe_modules(module: ast.Module) -> Iterator[Finding]:
    """Guessable numbers and formats that run code have no use here."""
    for node, name in imports(module):
        if name.split(".")[0] in BANNED_MODULES:
            yield node, f"`{name}`: use `secrets` for chance, msgspec for bytes"
    for call in nodes(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in BANNED_CALLS:
            yield call, f"`{call.func.id}` runs text as code"


def _built(node: ast.expr) -> bool:
    """Whether a text is put together while running, from anything else than quoted identifiers."""
    match node:
        case ast.JoinedStr(values=values):
            slots = [value.value for value in values if isinstance(value, ast.FormattedValue)]
            return any(called(slot) not in QUOTERS for slot in slots)
        case ast.BinOp(left=left, op=ast.Mod()):
            return isinstance(left, ast.Constant | ast.JoinedStr)
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            parts = (left, right)
            constant = [isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts]
            return any(_built(part) for part in parts) or (any(constant) and not all(constant))
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant() | ast.JoinedStr())):
            return True
        case _:
            return False


def _starts_like_sql(node: ast.expr) -> bool:
    first: ast.expr | None = node
    while not isinstance(first, ast.Constant):
        match first:
            case ast.JoinedStr(values=[value, *_]):
                first = value
            case ast.BinOp(left=left):
                first = left
            case ast.Call(func=ast.Attribute(value=value)):
                first = value
            case _:
                return False
    return isinstance(first.value, str) and SQL_START.match(first.value) is not None


def built_sql(module: ast.Module) -> Iterator[Finding]:
    """Values travel beside the statement; only declared identifiers, quoted by one helper, enter it."""
    say = "bind values; put names in with identifier(…)"
    proven = [node for node in nodes(module) if isinstance(node, ast.FunctionDef) and node.name == KEY_PRAGMA]
    exempt = {id(node) for function in proven for node in ast.walk(function)}
    for node in nodes(module):
        if not isinstance(node, ast.expr) or id(node) in exempt:
            continue
        statement = node.args[0] if isinstance(node, ast.Call) and called(node) in SQL_CALLS and node.args else None
        if (statement and _built(statement)) or (_built(node) and _starts_like_sql(node)):
            yield node, say


def _names(node: ast.expr) -> set[str]:
    """Return the words of what a comparison compares: the last name, not the way to it."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return set(words(name))
        case ast.Call() | ast.Subscript(value=ast.Call()):
            return set(words(called(node if isinstance(node, ast.Call) else node.value)))
        case _:
            return set()


def compared_macs(module: ast.Module) -> Iterator[Finding]:
    """A MAC or a commitment compared byte by byte tells how far a guess was right."""
    for node in nodes(module):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            sides = [node.left, *node.comparators]
            if any(SECRET_WORDS & _names(side) for side in sides):
                yield node, "use hmac.compare_digest"


def unfinished(module: ast.Module) -> Iterator[Finding]:
    """A place that promises and does not do."""
    for node in nodes(module):
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield node, "write it, or leave it out"


RULES: tuple[Rule, ...] = (asserts, prints, unsafe_modules, built_sql, compared_macs, unfinished)
