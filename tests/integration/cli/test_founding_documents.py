"""Real texts: the two founding documents as narratives and as attachments, read back identical on another post.

They are not part of this repository: the test runs where a `shared/seeds` folder lies beside the checkout.
"""

import unicodedata
from pathlib import Path

import pytest

from tests.integration.cli.places import Place, central, enrol

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
DOCUMENTS = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []


@pytest.mark.skipif(not DOCUMENTS, reason="the founding documents are not beside this checkout")
def test_the_founding_documents_travel_whole(tmp_path: Path) -> None:
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", "Documents")
    enrol(a, b, tmp_path)
    ids = {}
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        id_ = a("signalement", "ajouter", "--de", "-", given={"objet": path.stem, "resume": text})["id"]
        piece = a("piece", "joindre", id_, str(path))["piece"]
        ids[path] = (id_, piece, a("signalement", "montrer", id_)["champs"]["resume"])
        assert len(ids[path][2].split()) == len(text.split())
    with central(tmp_path / "service") as url:
        a("synchroniser", "--central", url)
        b("synchroniser", "--central", url)
    for path, (id_, piece, kept) in ids.items():
        assert b("signalement", "montrer", id_)["champs"]["resume"] == kept
        assert unicodedata.is_normalized("NFC", kept)
        target = tmp_path / f"extrait-{path.name}"
        b("piece", "extraire", id_, piece, "--vers", str(target))
        assert target.read_bytes() == path.read_bytes()
        for suffix in ("pdf", "odt"):
            printed = tmp_path / f"{path.stem}.{suffix}"
            b("signalement", "imprimer", id_, "--vers", str(printed))
            assert printed.stat().st_size > 5000
    assert b("chercher", "sensibilisation")["total"] >= 1
    assert b("chercher", "education-jeunesse")["total"] == 1
    assert b("chercher", "prefecture gtrdo")["total"] == 1
