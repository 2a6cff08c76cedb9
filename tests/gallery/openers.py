"""Every place of the code that opens a dialog and waits for an answer, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WAITING = frozenset({"exec", "ask"})
"""Methods that show a dialog until it is answered."""
_BOXES = frozenset({"ask", "tell"})
"""Functions that show a message."""
_SYSTEM = frozenset({"app", "application"})


def openers() -> Iterator[tuple[str, int, int]]:
    """Give the file, the first and the last line of each call that opens a dialog of this application."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        if "captures" in path.parts or path.name == "plain.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _opens(node):
                yield path.relative_to(ROOT).as_posix(), node.lineno, node.end_lineno or node.lineno


def empty_states() -> Iterator[tuple[str, str]]:
    """Give the file and the title of each state of a page that has nothing to show."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) == "empty_state" and len(node.args) > 1:
                title = [each.value for each in ast.walk(node.args[1]) if isinstance(each, ast.Constant)]
                yield path.relative_to(ROOT).as_posix(), str(title[0]) if title else ""


def _opens(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in _BOXES
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _WAITING:
        return False
    owner = call.func.value
    return not (isinstance(owner, ast.Attribute) and owner.attr in _SYSTEM)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
