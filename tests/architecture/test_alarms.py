"""Every alarm that the program can raise has one sentence and one thing to do about it."""

import ast
import json

from mvl_desktop.services.alarms import ACTIONS, GRAVE, LABELS
from tests.architecture.source import ROOT, nodes, python_files, tree

RAISERS = frozenset({"alarm", "warn"})


def raised() -> set[str]:
    """Return the codes given as such to whatever raises an alarm, and the constants named in their place."""
    found: set[str] = set()
    for path in python_files("mvl_desktop"):
        for node in nodes(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RAISERS:
                found |= _codes(node.args[0]) if node.args else set()
    return found


def _codes(node: ast.expr) -> set[str]:
    """Return the codes that an expression may be; one that is a name is found where it is said (see below)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _codes(node.body) | _codes(node.orelse)
    return set()


def test_every_alarm_has_its_one_action() -> None:
    lacking = raised() - ACTIONS.keys()
    assert not lacking, f"give an action to {sorted(lacking)} in services/alarms.py"
    assert {"historique_divergent", "service_ramene"} <= ACTIONS.keys()  # raised by a name
    assert set(ACTIONS.values()) <= LABELS.keys()
    assert ACTIONS.keys() >= GRAVE


def test_every_alarm_has_its_one_sentence() -> None:
    messages = json.loads((ROOT / "resources" / "messages.json").read_text(encoding="utf-8"))
    assert not ACTIONS.keys() - messages.keys()
