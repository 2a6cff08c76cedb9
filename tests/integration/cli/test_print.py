"""From the command line: a copy whole, a copy masked."""

import zipfile
from pathlib import Path

from tests.integration.cli.places import Place


def text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode()


def test_a_signalement_is_printed_whole_and_masked(tmp_path: Path) -> None:
    alix = Place(tmp_path / "alix").made()
    alix("espace", "fonder", "Délégation fictive")
    given = {"objet": "Stage chez Zénobie", "resume": "Zénobie promet une guérison.", "niveau": "a_risque"}
    rec = alix("signalement", "ajouter", "--de", "-", given=given)["id"]

    for name, words in {"entier": (), "masque": ("--masque",)}.items():
        target = tmp_path / f"{name}.odt"
        made = alix("signalement", "imprimer", rec, "--vers", str(target), *words)
        assert made["octets"] == target.stat().st_size
        assert ("Zénobie" in text(target)) is (name == "entier")
        assert "Situation à risque" in text(target)
