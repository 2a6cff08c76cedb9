"""What the command line says of a call that it cannot read is French, for each option of each command."""

import json
import re
import subprocess
import sys

import pytest

from tests.fakes.world import ROOT

CATALOGUE = ROOT / "resources/traductions/fr/LC_MESSAGES/click.po"
ENTRY = re.compile(r'^msg(?:id|id_plural|str(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
TYPES = frozenset({"text", "integer", "range", "float", "boolean", "filename", "file", "directory", "path", "datetime"})
"""What click calls its types in its code: no catalogue has these words."""
SYSTEM = frozenset({"such", "permission", "denied"})
"""What the system says of files, and only in English."""
BOTH = frozenset({"options", "option", "arguments", "argument", "module", "type", "attribute", "commands"})
"""English words of its catalogue that French spells alike, or that stand for what was typed."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What every command said, on a machine that speaks English."""
    folder = tmp_path_factory.mktemp("dossier")
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.cli.french_walk", str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PATH": "/usr/bin", "LANG": "en_US.UTF-8", "LANGUAGE": "en", "PYTHONUTF8": "1", "HOME": str(folder)},
        check=True,
    )
    said: dict[str, str] = json.loads(done.stdout)
    return said


def english() -> frozenset[str]:
    """The words that click may say by itself, less those that its French says too."""
    words: dict[bool, set[str]] = {True: set(), False: set()}
    text = CATALOGUE.read_text(encoding="utf-8").partition("\n\n")[2]
    for found in ENTRY.finditer(text):
        is_english = found[0].startswith("msgid")
        words[is_english] |= spoken(re.sub(r"\{[^}]*\}|\\.", " ", found[1]))
    return frozenset(words[True] - words[False] - BOTH) | TYPES | SYSTEM


def spoken(text: str) -> set[str]:
    """The words of a text, without what it quotes nor the names of options."""
    plain = re.sub(r"'[^']*'|«[^»]*»|--?[\w-]+|\[[a-z_|]+\]|\{[a-z_|-]+\}", " ", text)
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", plain)}


def test_no_word_of_english_is_said_of_a_wrong_call(told: dict[str, str]) -> None:
    foreign = english()
    assert {"missing", "valid", "required"} <= foreign
    # A command whose choices are words of the trade says them after « Au choix ».
    found = {where: sorted(spoken(text.partition("Au choix")[0]) & foreign) for where, text in told.items()}
    assert {where: (told[where], words) for where, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("mvl signalement lister limite zzz", "'zzz' ne convient pas ici (nombre entier attendu)."),
        ("mvl signalement lister limite -7", "-7 n’est pas dans l’intervalle x>=0."),
        ("mvl doublons lister threshold zzz", "'zzz' ne convient pas ici (nombre attendu)."),
        ("mvl bilan preparer du 2026-02-31", "« 2026-02-31 » n’est pas un jour écrit comme 2026-01-31."),
        ("mvl formation decider decision zzz", "n’est pas l’un de"),
        ("mvl --zzz", "L’option '--zzz' n’existe pas."),
        ("mvl --profil", "L’option '--profil' attend une valeur."),
        ("mvl --json=zzz", "L’option '--json' ne prend pas de valeur."),
        ("mvl annuaire usage", "mvl [OPTIONS] COMMANDE [ARGUMENTS]…"),
        ("mvl signalement lister limite : ", "NOMBRE ENTIER"),
        ("mvl phrase_fichier : ", "FICHIER"),
    ],
)
def test_what_is_wrong_is_said(told: dict[str, str], where: str, said: str) -> None:
    assert said in told[where].replace("\u00a0", " ")


def test_an_option_that_must_be_given_is_said_so_in_french() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mvl_desktop.cli", "demo", "--aide"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PATH": "/usr/bin", "LANG": "en_US.UTF-8", "LANGUAGE": "en", "PYTHONUTF8": "1"},
        check=True,
    )
    assert "[obligatoire]" in done.stdout
    assert "required" not in done.stdout


def test_every_command_is_walked(told: dict[str, str]) -> None:
    assert len([where for where in told if where.endswith(" usage")]) > 200
