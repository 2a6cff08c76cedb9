"""The list of what the journal may say is closed: every code that a use case notes is in it, and has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from mvl_desktop.ports.journal import CODES
from mvl_desktop.protocol.journal import Flaw
from mvl_desktop.services.audit_words import ACTIONS, ANOMALIES, GRAVE

ROOT = Path(__file__).parents[3]
PRODUCT = ("mvl_desktop", "ui")


def notes() -> Iterator[tuple[str, ast.Call]]:
    """Give every call of `note` on a journal."""
    for path in (path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))):
        if "journal" not in path.read_text("utf-8"):
            continue
        calls = (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
        for call in calls:
            named = call.func if isinstance(call.func, ast.Attribute) and call.func.attr == "note" else None
            if named is not None and ast.unparse(named.value).endswith(("journal", "self")):
                yield path.name, call


def said(node: ast.expr) -> Iterator[str]:
    """Give the texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from said(node.body)
        yield from said(node.orelse)


def test_every_code_that_is_noted_is_in_the_closed_list() -> None:
    found = [(name, code) for name, call in notes() if call.args for code in said(call.args[0])]
    assert len(found) > 30
    assert [pair for pair in found if pair[1] not in CODES] == []


def test_a_note_says_counts_and_nothing_else() -> None:
    for name, call in notes():
        assert len(call.args) <= 2, name
        for keyword in call.keywords:
            assert not isinstance(keyword.value, ast.JoinedStr | ast.Dict), name
            is_text = isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
            assert not is_text, name


def test_every_code_and_every_flaw_has_its_words() -> None:
    assert set(ACTIONS) == CODES
    assert set(ANOMALIES) >= GRAVE
    files = [ROOT / "mvl_desktop" / name for name in ("protocol/journal.py", "services/audit.py")]
    calls = (node for path in files for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
    raised = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == Flaw.__name__]
    codes = {code for expression in raised for code in said(expression)}
    assert codes <= set(ANOMALIES)
    assert len(codes) >= 8
