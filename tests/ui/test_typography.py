"""What windows say follows French typography: real apostrophes, real spaces before ; ! ? : and inside « »."""

import ast
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "ui"
FAULTS = {
    "plain space before ; ! ?": re.compile(r"\w [;!?](\s|$)"),
    "plain space before :": re.compile(r"[\w»)}] :(\s|$)"),
    "plain space inside « »": re.compile(r"« | »"),
    "straight apostrophe": re.compile(r"[a-zàâçéèêëîïôûù]'[a-zàâçéèêëîïôûù]", re.I),
    "three dots": re.compile(r"\.\.\."),
    "plain space in a number": re.compile(r"n° \d|\d %"),
}
_TYPED_BY_PEOPLE = frozenset({"aujourd'hui"})
FILES = sorted(UI.rglob("*.py"))


def _strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            found.append(node.value)
    return [text for text in found if text not in _TYPED_BY_PEOPLE]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(UI)))
def test_strings_are_typeset(path: Path) -> None:
    faults = [(fault, text) for text in _strings(path) for fault, form in FAULTS.items() if form.search(text)]
    assert faults == []


def test_the_walk_sees_faults() -> None:
    seen = {
        fault
        for fault, form in FAULTS.items()
        for text in ("Quoi ?", "Ceci :", "« x »", "l'eau", "n° 2", "...")
        if form.search(text)
    }
    assert seen == set(FAULTS)
