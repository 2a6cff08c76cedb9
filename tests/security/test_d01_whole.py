"""D01, L01, the whole of it: a day of commands and windows, everything failing loudly, and no word of it anywhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.services.lists import WORKING
from tests.integration.cli.places import Place
from tests.integration.cli.taps import tapped_central
from tests.integration.cli.test_no_clear_text import CANARY, FILE_CANARY, filled, traces
from tests.security.programs import SECONDS, World

LOUD = {
    "QT_LOGGING_RULES": "*=true",
    "QT_DEBUG_PLUGINS": "1",
    "PYTHONWARNINGS": "always",
    "PYTHONDEVMODE": "1",
    "SQLALCHEMY_WARN_20": "1",
    "HTTPX_LOG_LEVEL": "trace",
    "G_MESSAGES_DEBUG": "all",
}
"""Whatever makes programs talk."""
COPY = "copie-communicable"
RECORDED = [kind for kind in kinds() if kind not in {*WORKING, COPY}]
"""What is written field by field; a copy is prepared from a document."""


class Loud(Place):
    """A post all of whose commands run at the highest verbosity; what they say on the side is kept."""

    said: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, **LOUD}

    def told(self, *words: str, given: object = None, code: int = 0) -> Mapping[str, Any]:
        done = self.run(*words, given=given)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        self.said += done.stderr
        document: Mapping[str, Any] = json.loads(done.stdout)
        return document


def work(post: Loud, url: str, outside: Path, world: Path) -> None:
    """Do everything that a day may hold, with the canary in every field of every noun."""
    post.told("espace", "fonder", f"{CANARY} espace")
    for name in ("Signalants", "Pièces médicales"):
        post.told("espace", "fonder", f"{name} – {CANARY}", "--compartiment-de", f"{CANARY} espace")
    homes = {"signalant": f"Signalants – {CANARY}", "pieces-medicales": f"Pièces médicales – {CANARY}"}
    recs = {}
    for kind in RECORDED:
        where = ("--espace", homes.get(kind, f"{CANARY} espace"))
        recs[kind] = post.told(kind, "ajouter", *where, "--de", "-", given=filled(kind))["id"]
        assert required(kind).compartiment is (kind in homes)
    occult(post, recs["fiche-conduite"], outside)
    rec = recs["signalement"]
    post.told("signalement", "modifier", rec, "--de", "-", given={"resume": f"{CANARY} autrement", "objet": CANARY})
    (outside / f"{CANARY}.bin").write_bytes(FILE_CANARY)
    post.told("piece", "joindre", rec, str(outside / f"{CANARY}.bin"))
    shown = post.told("signalement", "montrer", rec, "--historique")
    piece = next(each["id"] for each in shown["pieces"] if each["presente"])
    post.told("chercher", CANARY)
    post.told("signalement", "lister", "--filtre", f"titulaire={CANARY} titulaire")
    for ending in ("pdf", "odt"):
        post.told("signalement", "imprimer", rec, "--vers", str(outside / f"copie.{ending}"))
    for ending in ("csv", "xlsx", "ods", "pdf", "odt"):
        target = str(outside / f"liste.{ending}")
        post.told("exporter", "signalement", "--entier", "--destinataire", CANARY, "--vers", target)
    post.told("exports", "lister")
    post.told("piece", "extraire", rec, piece, "--vers", str(outside / "rendue.bin"))
    post.told("journal", "exporter", "--vers", str(outside / "journal.csv"))
    post.told("synchroniser", "--central", url)
    post.told("lot", "exporter", "--vers", str(world / "tout.lot"))
    post.told("lot", "examiner", str(world / "tout.lot"))
    post.told("sauvegarder", "--vers", str(world / "sauvegarde.mvl"))
    post.told("verifier")


def occult(post: Loud, fiche: str, outside: Path) -> None:
    """Prepare copies of a file and of a fiche, take words out, propose, read them all."""
    source = outside / f"{CANARY}.txt"
    source.write_text(f"Le compte rendu nomme {CANARY} notarium.\n", encoding="utf-8")
    asked = ("--demandeur", CANARY, "--objet", f"{CANARY} demande")
    named = ("--fichier", "--titre", f"{CANARY} titre", "--espace", f"{CANARY} espace")
    id_ = post.told(COPY, "preparer", str(source), *named, *asked)["id"]
    post.told(COPY, "preparer", fiche, *asked)
    assert post.told(COPY, "occulter", id_, "--mots", "notarium")["passages"]
    post.told(COPY, "occulter", id_, "--proposer")
    post.told(COPY, "montrer", id_)
    assert post.told(COPY, "lister")["total"] == 2


def fail(post: Loud, outside: Path) -> None:
    """Ask for what cannot be, naming the canary each time."""
    nowhere = str(outside / "nulle part" / f"{CANARY}.pdf")
    rec = post.told("signalement", "lister")["elements"][0]["id"]
    asked: list[tuple[int, tuple[str, ...], object]] = [
        (1, ("signalement", "ajouter", "--de", "-"), {CANARY: CANARY}),
        (1, ("signalement", "ajouter", "--de", "-"), {"recu_le": CANARY}),
        (1, ("signalement", "montrer", CANARY), None),
        (1, ("signalement", "lister", "--filtre", f"{CANARY}={CANARY}"), None),
        (1, ("signalement", "imprimer", rec, "--vers", nowhere), None),
        (4, ("exporter", "signalement", "--vers", nowhere.replace(".pdf", ".csv")), None),
        (1, ("exporter", "signalement", "--colonne", CANARY, "--vers", str(outside / "x.csv")), None),
        (1, ("espace", "fonder", f"{CANARY} espace", "--compartiment-de", CANARY), None),
        (1, ("conflits", "montrer", CANARY), None),
        (1, ("piece", "joindre", rec, nowhere), None),
        (1, ("effacer", CANARY, "--motif", "hors_champ"), None),
    ]
    for code, words, given in asked:
        done = post.run(*words, given=given)
        assert done.returncode in (1, 2, 4), (code, words, done.stdout, done.stderr)
        assert json.loads(done.stdout)["erreur"]
        post.said += done.stderr


def test_after_a_whole_day_at_the_highest_verbosity_no_word_is_in_clear_anywhere(tmp_path: Path) -> None:
    folder, outside = tmp_path / "monde", tmp_path / "sorties"
    for each in (folder, outside):
        each.mkdir()
    place = Loud(folder / "alix", f"{CANARY} Prénom")
    place.made()
    with tapped_central(folder / "service") as (url, captured):
        work(place, url, outside, folder)
        fail(place, outside)
        traffic = b"".join(captured)
    world = World(folder, place)
    for scene in ("ennuis", "verrou"):
        with world.play(scene, more=LOUD) as program:
            if scene == "verrou":
                assert program.stdout is not None
                assert program.stdout.readline() == "ouvert\n"
                program.kill()
                said, errors = program.communicate(timeout=4 * SECONDS)
            else:
                said, errors = program.communicate(timeout=4 * SECONDS)
                assert program.returncode == 0, errors
        place.said += said + errors
    assert traces([outside]), "what left on purpose is in clear, and is seen"
    assert traces([folder]) == []
    for spelling in (CANARY, CANARY.lower(), "zyxwequidam", CANARY.encode().hex()):
        assert spelling not in place.said
    for raw in (CANARY.encode(), CANARY.encode("utf-16-le"), b"zyxwequidam", FILE_CANARY[:24]):
        assert raw not in traffic
    seen = {path.name for path in folder.iterdir()}
    assert {"alix", "maison", "temporaire", "service", "tout.lot", "sauvegarde.mvl"} <= seen
    left = [path for path in (folder / "temporaire").rglob("*") if path.is_file()]
    assert left == [], "no temporary file outlives its program"
    assert [path for path in outside.rglob("*") if path.suffix == ".part"] == []
