"""Every error has its French sentence, every sentence its error, every noun of the domain its line in the glossary."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from mvl_desktop.exchange.motives import LAID_ASIDE, refused
from mvl_desktop.protocol.check import State
from tests.architecture.source import PRODUCT, ROOT, nodes, place, python_files, tree

MESSAGES = ROOT / "resources" / "messages.json"
GLOSSARY = ROOT / "docs" / "glossaire.md"
TAKEN = {"accepted", "quarantined", "known", "gap"}
"""States of a commit that is no refusal."""
SAID_BY_THEIR_CLASS = {
    *("clock", "disconnected", "espace_full", "internal", "not_member", "registry", "revoked", "signature", "slow"),
    *("token", "too_large", "too_many", "unknown"),
}
"""Refusals that the carrier turns into a class of error of its own, by code or by status."""
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@cache
def messages() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(MESSAGES.read_text(encoding="utf-8"))
    return loaded


def error_codes() -> Iterator[tuple[str, str]]:
    """Give each `code = "…"` of an error class, with its place."""
    for path in python_files(*PRODUCT):
        for node in nodes(tree(path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                for line in node.body:
                    match line:
                        case (
                            ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code)))
                            | ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code)))
                        ):
                            yield place(path, line), code


def constants() -> set[str]:
    """Return every text written in the product's code."""
    return {
        node.value
        for path in python_files(*PRODUCT)
        for node in nodes(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_error_code_has_a_sentence() -> None:
    codes = list(error_codes())
    assert codes
    assert not [f"{where}: {code}" for where, code in codes if code not in messages()]


def refusals_written(*rooms: str) -> Iterator[tuple[str, str, str]]:
    """Give (who refuses, code, place) for each reason written where something is refused."""
    for path in python_files(*rooms):
        for node in nodes(tree(path)):
            match node:
                case ast.Call(
                    func=ast.Name(id=who) | ast.Attribute(attr=who), args=[*_, ast.Constant(value=str(code))]
                ):
                    if who in ("_refused", "Verdict", "RequestRefusedError", "refuse"):
                        yield who, code, place(path, node)
                case ast.Call(func=ast.Name(id="RequestRefusedError"), args=[_, ast.Constant(value=str(code)), *_]):
                    yield "RequestRefusedError", code, place(path, node)
                case ast.FunctionDef(name="_refusal_at", body=body):
                    for line in ast.walk(ast.Module(body, [])):
                        if isinstance(line, ast.Constant) and isinstance(line.value, str) and " " not in line.value:
                            yield "_refused", line.value, place(path, node)
                case _:
                    continue


def test_every_reason_why_something_that_arrived_is_laid_aside_has_a_sentence() -> None:
    written = list(refusals_written("mvl_desktop/protocol/check.py", "mvl_desktop/exchange"))
    assert len(written) > 15
    named = {code for _, code, _ in written if code} | {state.value for state in State}
    known = LAID_ASIDE.keys() | messages().keys() | TAKEN
    assert not named - known
    assert not set(LAID_ASIDE.values()) - messages().keys()


def test_every_refusal_of_the_service_has_a_sentence() -> None:
    written = {code for who, code, _ in refusals_written("mvl_central") if who == "RequestRefusedError"}
    assert len(written) > 20
    said = {code for code in written if refused(code) is not None}
    assert written - said - SAID_BY_THEIR_CLASS == set()
    assert not {refused(code) for code in said} - messages().keys()


def test_every_sentence_is_used() -> None:
    unused = sorted(set(messages()) - constants())
    assert unused == []


def test_sentences_are_whole_and_exits_are_those_of_the_contract() -> None:
    for code, message in messages().items():
        assert CODE.fullmatch(code), code
        assert message["phrase"].strip().endswith((".", "!", "?")), code
        assert message["sortie"] in range(6), code


def test_sentences_are_set_as_french_is() -> None:
    """A narrow no-break space before ; ! ?, a no-break space before : and inside « », real apostrophes and dots."""
    wrong = re.compile(r"[^\u202f][;!?]|[^\u00a0\d]:(?!\d|//)|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° ")
    assert not {code: message["phrase"] for code, message in messages().items() if wrong.search(message["phrase"])}


def test_every_public_class_of_the_domain_is_in_the_glossary() -> None:
    listed = set(re.findall(r"`(\w+)`", GLOSSARY.read_text(encoding="utf-8")))
    missing = [
        f"{place(path, node)} {node.name}"
        for path in python_files("mvl_desktop/domain")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and node.name[0] != "_" and node.name not in listed
    ]
    assert not missing
