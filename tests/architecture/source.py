"""How the architecture tests read the product: its files and their syntax trees, never its behaviour."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("mvl_desktop", "mvl_central", "ui")

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


def python_files(*rooms: str) -> list[Path]:
    """Return every Python file of these rooms (paths from the root), in a stable order."""
    found: list[Path] = []
    for room in rooms:
        path = ROOT / room
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file, read once for all the tests."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(module: ast.Module) -> tuple[ast.AST, ...]:
    """Return every node of a file: walked once for all the tests, which walk them all twenty times over."""
    return tuple(ast.walk(module))


def place(path: Path, node: ast.AST) -> str:
    """Say where a node is, as an editor understands it."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{shown}:{getattr(node, 'lineno', 1)}"


def imports(module: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Give each absolute module name that a file imports, at any depth, with its statement."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "")


def identifiers(module: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Give each name that a file writes: variables, attributes, arguments, functions, classes, keywords."""
    for node in nodes(module):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
                yield node, name
            case _:
                continue


def words(identifier: str) -> list[str]:
    """Cut snake_case and CamelCase into lower-case words."""
    return [word.lower() for word in _WORD.findall(identifier)]
