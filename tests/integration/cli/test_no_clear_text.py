"""D01, D02, C28: what somebody typed, and what they attached, is nowhere in clear: disk, temp, logs, network, lots."""

import os
import subprocess
from pathlib import Path

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import declaration
from tests.fakes.papers import pdf
from tests.integration.cli.places import Place, enrol
from tests.integration.cli.taps import tapped_central

CANARY = "Zyxwéquidam"
FILE_CANARY = b"QZVKXJWPLM-piece-canari-" * 64


def filled(kind: str) -> dict[str, object]:
    """Put the canary in every field that takes text, elements included."""
    declared = declaration(kind)
    assert declared is not None
    return {field.name: value for field in declared.champs if (value := _value(field)) is not None}


def _value(field: DeclaredField) -> object:
    match field.sort:
        case "texte_court":
            return f"{CANARY} {field.name}"
        case "texte":
            return f"{CANARY} raconte {field.name}. " * 30
        case "liste":
            return [f"{CANARY} {field.name}"]
        case "elements":
            return [{member.name: value for member in field.champs if (value := _value(member)) is not None}]
    return None


def traces(roots: list[Path]) -> list[str]:
    """Return the files that hold a canary, in any of the spellings that a file may use."""
    spellings = [CANARY.encode(code) for code in ("utf-8", "utf-16-le", "latin-1")]
    spellings += [CANARY.lower().encode(), b"zyxwequidam", FILE_CANARY[:24], CANARY.encode().hex().encode()]
    found = []
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                path = Path(folder, name)
                if path.is_symlink() or not path.is_file():
                    continue
                raw = path.read_bytes()
                if any(spelling in raw for spelling in spellings):
                    found.append(str(path))
    return found


def test_nothing_in_clear_anywhere(tmp_path: Path) -> None:
    world = tmp_path / "monde"
    world.mkdir()
    a, b = Place(world / "alix", cold=True).made(), Place(world / "camille").made()
    a("espace", "fonder", "Fictif")
    enrol(a, b, world)
    piece = tmp_path / "source"
    piece.mkdir()
    (piece / "zyx.bin").write_bytes(FILE_CANARY)
    (piece / "note.txt").write_bytes(b"Lu dans la note : " + CANARY.encode() + b" notarium\n" + FILE_CANARY)
    errors = []
    with tapped_central(world / "service") as (url, captured):
        id_ = a("signalement", "ajouter", "--de", "-", given=filled("signalement"))["id"]
        a("fiche-conduite", "ajouter", "--de", "-", given=filled("fiche-conduite"))
        a("piece", "joindre", id_, str(piece / "zyx.bin"))
        a("piece", "joindre", id_, str(piece / "note.txt"))
        a("synchroniser", "--central", url)
        b("synchroniser", "--central", url)
        assert CANARY in b("signalement", "montrer", id_)["champs"]["resume"]
        assert b("chercher", CANARY)["total"] >= 1
        assert [each["piece"] for each in b("chercher", "notarium")["elements"]] == ["note.txt"]
        b("signalement", "modifier", id_, "--de", "-", given={"objet": f"{CANARY} encore"})
        b("lot", "exporter", "--vers", str(world / "retour.lot"))
        a("lot", "fusionner", str(world / "retour.lot"), "--recepisse", str(world / "retour.recepisse"))
        refused = a.run("signalement", "ajouter", "--de", "-", given={CANARY: CANARY})
        errors.append(refused.stderr)
        traffic = b"".join(captured)
    assert len(traffic) > 20_000
    for spelling in (CANARY.encode(), CANARY.encode("latin-1"), b"zyxwequidam", FILE_CANARY[:24]):
        assert spelling not in traffic
    assert not any(CANARY in text for text in errors)
    assert {"maison", "temporaire"} <= {path.name for path in world.iterdir()}
    assert traces([world]) == []


def test_no_temporary_file_is_ever_opened(tmp_path: Path) -> None:
    a = Place(tmp_path / "alix").made()
    a("espace", "fonder", "Fictif")
    rec = a("signalement", "ajouter", "--de", "-", given={"objet": "Fictif"})["id"]
    (tmp_path / "note.pdf").write_bytes(pdf("Notarium").bytes())
    log = tmp_path / "appels"
    lines = "\n".join(
        [
            f"piece joindre {rec} {tmp_path / 'note.pdf'}",
            "chercher notarium",
            "signalement lister",
            "verifier --reconstruire",
            "verifier",
            "signalement lister --limite 3",
        ]
    )
    traced = subprocess.run(
        ["strace", "-f", "-e", "trace=openat,open,creat", "-o", str(log), *a.base, "enchainer", "-"],
        input=lines,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert traced.returncode == 0, traced.stderr
    assert '"piece": "note.pdf"' in traced.stdout
    calls = log.read_text(errors="replace")
    assert "magasin" in calls
    assert "etilqs" not in calls
    written = [line for line in calls.splitlines() if "O_CREAT" in line or "O_TMPFILE" in line]
    assert [line for line in written if str(tmp_path / "alix") not in line and "/dev/null" not in line] == []
