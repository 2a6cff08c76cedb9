"""D07, C35: killed at any moment, nothing acknowledged is lost and the next exchange completes.

`MVL_KILLS` sets how many times each (a few by default; 100 by hand).
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.cli.places import Place, central, enrol

KILLS = int(os.environ.get("MVL_KILLS", "4"))


def _delay(number: int, longest: float) -> float:
    """Spread the moments over the whole run, in an order that a sweep would not follow."""
    return longest * ((number * 0.6180339887) % 1.0)


def _killed(place: Place, words: list[str], after: float, given: str | None = None) -> tuple[bool, str]:
    """Run a command and kill it after a while; say whether it was still running, and what it had answered."""
    process = subprocess.Popen(
        [*place.base, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    if given is not None:
        process.stdin.write(given)
        process.stdin.flush()
    time.sleep(after)
    running = process.poll() is None
    if running:
        os.kill(process.pid, signal.SIGKILL)
    out = process.stdout.read()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    return running, out


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Place, Path]:
    folder = tmp_path_factory.mktemp("coupures")
    a, b = (Place(folder / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", "Fictif")
    enrol(a, b, folder)
    return a, b, folder


def test_recording(pair: tuple[Place, Place, Path]) -> None:
    a, _, folder = pair
    source = folder / "un.json"
    source.write_text(json.dumps({"objet": "Fictif", "resume": "Une phrase. " * 40}), encoding="utf-8")
    lines = f"signalement ajouter --de {source}\n" * 400
    for number in range(KILLS):
        _, out = _killed(a, ["enchainer", "-"], 1.6 + _delay(number, 1.5), lines)
        acknowledged = [json.loads(line)["id"] for line in out.splitlines() if line.endswith("}")]
        kept = {element["id"] for element in a("signalement", "lister")["elements"]}
        assert set(acknowledged) <= kept
    assert a("verifier")["ok"]


def test_synchronising(pair: tuple[Place, Place, Path]) -> None:
    a, b, folder = pair
    with central(folder / "service") as url:
        for number in range(KILLS):
            a("signalement", "ajouter", "--de", "-", given={"objet": f"Avant la coupure {number}"})
            _killed(a, ["synchroniser", "--central", url], 0.4 + _delay(number, 1.6))
            _killed(b, ["synchroniser", "--central", url], 0.4 + _delay(number + 3, 1.6))
        a("synchroniser", "--central", url)
        b("synchroniser", "--central", url)
        wanted = {element["id"] for element in a("signalement", "lister")["elements"]}
        assert {element["id"] for element in b("signalement", "lister")["elements"]} == wanted
        assert {element["etat_envoi"] for element in a("signalement", "lister")["elements"]} == {"atteste"}


def test_carrying_a_lot(pair: tuple[Place, Place, Path]) -> None:
    a, b, folder = pair
    for number in range(KILLS):
        a("signalement", "ajouter", "--de", "-", given={"objet": f"Par lot {number}"})
        lot = folder / f"coupure-{number}.lot"
        _killed(a, ["lot", "exporter", "--vers", str(lot)], 0.4 + _delay(number, 1.4))
        assert not lot.exists() or b.run("lot", "examiner", str(lot)).returncode == 0
        a("lot", "exporter", "--vers", str(lot))
        _killed(b, ["lot", "fusionner", str(lot)], 0.4 + _delay(number + 5, 1.4))
        b("lot", "fusionner", str(lot))
    wanted = {element["id"] for element in a("signalement", "lister")["elements"]}
    assert {element["id"] for element in b("signalement", "lister")["elements"]} == wanted
    assert b("verifier")["ok"]
