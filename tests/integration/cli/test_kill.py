"""D07, C35: killed at any moment, nothing acknowledged is lost and the next exchange completes.

`MVL_KILLS` sets how many times each (a few by default; 100 by hand).
"""

import json
import os
import time
from pathlib import Path

import pytest

from tests.integration.cli import warm
from tests.integration.cli.kills import killed, lines
from tests.integration.cli.places import Place, central, enrol

KILLS = int(os.environ.get("MVL_KILLS", "3"))


def _delay(number: int, longest: float) -> float:
    """Spread the moments over the whole run, in an order that a sweep would not follow."""
    return longest * ((number * 0.6180339887) % 1.0)


def _killed(place: Place, lines: str, after: float) -> tuple[bool, str]:
    """Feed commands to one process, kill it a while after it has answered the first; say whether it still ran.

    Returns also everything that it had answered.
    """
    process = warm.begin(place.begun("enchainer", "-"))
    process.stdin.write("espace lister\n" + lines)
    process.stdin.flush()
    first = process.stdout.readline()
    time.sleep(after)
    running = process.poll() is None
    process.stop()
    out = first + process.stdout.read()
    process.close()
    return running, out


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Place, Place, Path]:
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", "Fictif")
    enrol(a, b, tmp_path)
    (tmp_path / "un.json").write_text(json.dumps({"objet": "Fictif", "resume": "Une phrase. " * 40}), encoding="utf-8")
    return a, b, tmp_path


def _ids(place: Place) -> set[str]:
    return {element["id"] for element in place("signalement", "lister")["elements"]}


def _acknowledged(out: str) -> set[str]:
    """Return the records whose creation was answered with a whole line."""
    answers = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return {answer["id"] for answer in answers if "id" in answer and "espace" not in answer}


def test_recording(pair: tuple[Place, Place, Path]) -> None:
    a, _, folder = pair
    lines = f"signalement ajouter --de {folder / 'un.json'}\n" * 400
    acknowledged: set[str] = set()
    killed = 0
    for number in range(KILLS):
        running, out = _killed(a, lines, _delay(number, 0.4))
        acknowledged |= _acknowledged(out)
        killed += running
    assert killed == KILLS
    assert acknowledged
    assert acknowledged <= _ids(a)
    assert a("verifier")["ok"]


def test_synchronising(pair: tuple[Place, Place, Path]) -> None:
    a, b, folder = pair
    acknowledged: set[str] = set()
    with central(folder / "service") as url:
        a("synchroniser", "--central", url)
        lines = f"signalement ajouter --de {folder / 'un.json'}\nsynchroniser\n" * 5
        for number in range(KILLS):
            acknowledged |= _acknowledged(_killed(a, lines, _delay(number, 0.8))[1])
            _killed(b, f"synchroniser --central {url}\n", _delay(number + 3, 0.6))
        for place in (a, b):
            place("synchroniser", "--central", url)
        assert acknowledged
        assert acknowledged <= _ids(a)
        assert _ids(a) == _ids(b)
        assert {element["etat_envoi"] for element in a("signalement", "lister")["elements"]} == {"atteste"}
    assert a("verifier")["ok"]
    assert b("verifier")["ok"]


def test_carrying_lots(pair: tuple[Place, Place, Path]) -> None:
    a, b, folder = pair
    acknowledged: set[str] = set()
    for number in range(KILLS):
        lot = folder / f"coupure-{number}.lot"
        lines = f"signalement ajouter --de {folder / 'un.json'}\nlot exporter --vers {lot}\n"
        acknowledged |= _acknowledged(_killed(a, lines, _delay(number, 0.5))[1])
        if lot.exists():
            _killed(b, f"lot fusionner {lot}\n", _delay(number + 5, 0.5))
    last = folder / "dernier.lot"
    a("lot", "exporter", "--vers", str(last))
    b("lot", "fusionner", str(last))
    assert acknowledged
    assert acknowledged <= _ids(a)
    assert _ids(a) == _ids(b)
    assert b("verifier")["ok"]


def test_merging_several_lots_at_once_takes_all_of_them_or_none(tmp_path: Path) -> None:
    """Three lots of three posts in one command, which is one transaction: no moment of it leaves a part of them."""
    reader = Place(tmp_path / "lectrice").made()
    reader("espace", "fonder", "Fictif")
    lots, written = [], []
    for number, name in enumerate(("alix", "camille", "dominique")):
        sender = Place(tmp_path / name).made()
        enrol(reader, sender, tmp_path)
        given = [{"objet": f"Fictif {number} {line}", "resume": "Une phrase. " * 40} for line in range(40)]
        orders = [tmp_path / f"{name}-{line}.json" for line in range(len(given))]
        for path, values in zip(orders, given, strict=True):
            path.write_text(json.dumps(values), encoding="utf-8")
        written.append(len(given))
        lot = tmp_path / f"{name}.lot"
        lines(sender, *(f"signalement ajouter --de {path}" for path in orders), f"lot exporter --vers {lot}")
        lots.append(str(lot))
    line = f"lot fusionner {' '.join(lots)}"
    seen = set()
    for cut in killed(line, reader):
        found = cut.place("signalement", "lister", "--limite", "1")["total"]
        assert found in (0, sum(written)), cut.moment
        assert found or not cut.said, cut.moment
        assert cut.place("verifier")["ok"], cut.moment
        seen.add(found)
        again = cut.place("lot", "fusionner", *lots)["total"]
        assert again["nouveaux"] == sum(written) - found
        assert cut.place("signalement", "lister", "--limite", "1")["total"] == sum(written)
    assert seen
