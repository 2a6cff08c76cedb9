"""`mvl journal`: what was done is verified and written, failed unlockings included."""

import json
from pathlib import Path

from tests.integration.cli.places import Place


def test_the_journal_of_a_post_is_verified_and_written(tmp_path: Path) -> None:
    post = Place(tmp_path / "alix").made()
    right = post.phrase.read_text("utf-8")
    post.phrase.write_text("ce n’est pas la bonne", "utf-8")
    post.refused(3, "signalement", "lister")
    assert (post.folder / "magasin.refus").stat().st_size == 8
    post.phrase.write_text(right, "utf-8")
    post("espace", "fonder", "Délégation fictive")
    assert not (post.folder / "magasin.refus").exists()
    made = post("signalement", "ajouter", "--de", "-", given={"objet": "Objet fictif"})
    post("signalement", "montrer", str(made["id"]))
    checked = post("journal", "verifier")
    assert checked["ok"] is True
    assert checked["anomalies"] == []
    written = post("journal", "exporter", "--vers", str(tmp_path / "journal.json"))
    assert written["ok"] is True
    text = (tmp_path / "journal.json").read_text("utf-8")
    assert "Objet fictif" not in text
    lines = json.loads(text)["lignes"]
    assert len(lines) == written["lignes"]
    noted = [(line["code"], line["enregistrement"]) for line in lines]
    assert ("creation", made["id"]) in noted
    assert ("consultation", made["id"]) in noted
    [failed] = [line for line in lines if line["code"] == "deverrouillage_refuse"]
    assert failed["compteurs"]["essais"] == 1
    assert post.refused(2, "journal", "exporter", "--vers", str(tmp_path / "journal.doc"))["erreur"] == "format_inconnu"
