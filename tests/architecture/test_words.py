"""Every error has its French sentence, every sentence its error, every noun of the domain its line in the glossary."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.architecture.source import PRODUCT, ROOT, place, python_files, tree

MESSAGES = ROOT / "resources" / "messages.json"
GLOSSARY = ROOT / "docs" / "glossaire.md"
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@cache
def messages() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(MESSAGES.read_text(encoding="utf-8"))
    return loaded


def error_codes() -> Iterator[tuple[str, str]]:
    """Give each `code = "…"` of an error class, with its place."""
    for path in python_files(*PRODUCT):
        for node in ast.walk(tree(path)):
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
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_error_code_has_a_sentence() -> None:
    codes = list(error_codes())
    assert codes
    assert not [f"{where}: {code}" for where, code in codes if code not in messages()]


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
