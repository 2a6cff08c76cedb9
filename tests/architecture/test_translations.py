"""Every text that a person reads is marked where it is written, gathered in the catalogues, and said in English."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.architecture.source import PRODUCT, ROOT, nodes, place, python_files, tree

CATALOGUES = ROOT / "resources" / "traductions"
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "mvl.po"
CLICK = CATALOGUES / "fr" / "LC_MESSAGES" / "click.po"
MARKS = ("_", "N_", "ngettext")
FRENCH = re.compile(
    r"[àâçéèêëîïôûùœæÀÂÇÉÈÊŒ«»’\u00a0\u202f…]|^[A-Z][a-z]+( [a-z]+)+|[a-z]{2} (de|du|la|le|les|des|un|une|par) [a-z]"
)
SHOWN = frozenset(
    {
        *("label", "button", "entry", "hint", "addMenu", "addTab", "addAction", "empty_state", "say", "ask", "tell"),
        *("setText", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText"),
    }
)
"""What shows a text that it is given."""
WORD = re.compile(r"[A-Z][a-z]{2,}")
LETTERS = re.compile(r"[^\W\d_]{2}")
KEYS = re.compile(r"(Ctrl|Esc|Alt|Shift)\b")
# Invented data for pictures; what is said before any window; names that a French alphabet spells with.
ASIDE = ("ui/captures/", "ui/guard.py", "ui/spoken.py")
# What people type; the language as its readers call it; what elements are compared with, and never shown from there.
KEPT = frozenset({"Délégation de l’Ain", "aujourd’hui", "aujourd'hui", "Français", "Pièce", "Étape", "&é\"'(-è_ç"})
KEPT |= {"aeiouyéèêâîô"}  # letters, no word
KEPT |= {"Grille remplie", "Critère", "Transmission", "Courrier", "Échéance"}


def messages(path: Path) -> list[Message]:
    """Return what a catalogue holds, its header left out."""
    with path.open("rb") as source:
        return [message for message in read_po(source) if message.id]


def sides(message: Message) -> Iterator[tuple[str, str]]:
    """Give each text of a message with its translation."""
    if isinstance(message.id, (list, tuple)):
        yield from zip(message.id, message.string or (), strict=True)
    else:
        yield message.id, str(message.string)


def test_catalogues_are_those_of_today_and_nothing_waits_for_a_translation() -> None:
    """When it fails: `python build/translations.py`, then translate what it lists in resources/traductions."""
    recipe = [sys.executable, str(ROOT / "build" / "translations.py"), "--verifier"]
    checked = subprocess.run(recipe, capture_output=True, text=True, check=False, cwd=ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("path", [ENGLISH, CLICK], ids=["en", "click"])
def test_a_translation_keeps_the_places_to_fill(path: Path) -> None:
    wrong = []
    for message in messages(path):
        source = set(re.findall(r"\{\w*", " ".join(text for text, _said in sides(message))))
        said = set(re.findall(r"\{\w*", " ".join(said for _text, said in sides(message))))
        if source != said:
            wrong.append(message.id)
    assert wrong == []


def test_a_translation_keeps_its_keyboard_letter() -> None:
    def letters(text: str) -> int:
        return text.replace("&&", "").count("&")

    assert [
        text for message in messages(ENGLISH) for text, said in sides(message) if letters(text) != letters(said)
    ] == []


def test_english_has_no_french_typography() -> None:
    wrong = re.compile(r"[«»\u202f]|\u00a0[:;!?]| [:;!?](\s|$)|'")
    assert [said for message in messages(ENGLISH) for _text, said in sides(message) if wrong.search(said)] == []


def marks(path: Path) -> Iterator[ast.Call]:
    """Give the calls that mark texts in a file."""
    for node in nodes(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node


def test_no_text_is_put_together_before_it_is_translated() -> None:
    wrong = [
        place(path, call)
        for path in python_files(*PRODUCT)
        for call in marks(path)
        for argument in call.args[: 2 if isinstance(call.func, ast.Name) and call.func.id == "ngettext" else 1]
        if isinstance(argument, (ast.JoinedStr, ast.BinOp))
        or (
            isinstance(argument, ast.Call)
            and isinstance(argument.func, ast.Attribute)
            and argument.func.attr == "format"
        )
    ]
    assert wrong == []


def bare(path: Path) -> Iterator[str]:
    """Give the French texts of a file that nothing marks."""
    module = tree(path)
    left: set[int] = set()
    shown: set[int] = set()
    for node in nodes(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left.add(id(node.value))
        elif isinstance(node, ast.Raise):
            left |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in MARKS:
                left |= {id(each) for argument in node.args for each in ast.walk(argument)}
            if name in SHOWN:
                shown |= {id(argument) for argument in node.args}
    for node in nodes(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left:
            text = node.value
            if text in KEPT or not LETTERS.search(text) or KEYS.match(text):
                continue
            if FRENCH.search(text) or (id(node) in shown and WORD.search(text)):
                yield f"{place(path, node)}: {text!r}"


def test_windows_show_no_text_that_cannot_be_translated() -> None:
    files = [path for path in python_files("ui") if not path.relative_to(ROOT).as_posix().startswith(ASIDE)]
    assert [found for path in files for found in bare(path)] == []


def test_the_walk_sees_a_bare_text(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    lines = ['"""Docstring é."""', 'button("Fermer")', 'label(_("Déjà marqué"))', 'x = "Tout est reçu"', 'y = "corps"']
    path.write_text("\n".join(lines), encoding="utf-8")
    assert sorted(found.partition(": ")[2] for found in bare(path)) == ["'Fermer'", "'Tout est reçu'"]
