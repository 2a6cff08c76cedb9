"""C10: every reader of bytes or text from elsewhere, played shortly: it reads, or refuses as it is documented to."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.protocol import objects, wire
from mvl_desktop.protocol.encoding import Object
from tests.fuzz.targets import TARGETS

pytest.importorskip("atheris", reason="the library that plays them is for Linux")

ROOT = Path(__file__).resolve().parents[2]
RUNS = 150
BROKEN = "lecteur-qui-casse"
PROGRAM = f"""
import sys, tests.fuzz.play as play
from tests.fuzz.targets import TARGETS, Target
def read(data):
    if data[:1] not in (b"", b"A"):
        raise KeyError
TARGETS[{BROKEN!r}] = Target(read, (ValueError,), lambda: (b"A",), "bytes")
sys.exit(play.main())
"""
"""All targets, and one whose reader breaks as soon as the first byte of its seed is changed."""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where inputs that broke a reader are kept."""
    return tmp_path_factory.mktemp("findings")


@pytest.fixture(scope="module")
def played(findings: Path) -> dict[str, dict[str, Any]]:
    """Play all targets in one program: the library takes a process over, and the code is instrumented once."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--runs", str(RUNS), "--findings", findings],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found, done.stderr[-2000:]
    return {each["target"]: each for each in found}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_c10_a_reader_holds(played: dict[str, dict[str, Any]], name: str) -> None:
    assert played[name]["ok"], played[name]["said"]
    assert played[name]["inputs"] >= RUNS


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_every_target_begins_with_something_that_it_reads(name: str) -> None:
    """A target whose seeds are all refused at the door would prove nothing."""
    target, taken = TARGETS[name], 0
    for data in target.seeds():
        try:
            target.read(data)
        except target.refusals:
            continue
        taken += 1
    assert taken


def test_every_object_and_message_has_a_target() -> None:
    apart = {
        "Commit": "commit",
        "Header": "header",
        "Revision": "revision",
        "KeySlot": "keyslot",
        "RegistryEntry": "entry",
        "EnrolRequest": "enrol-request",
        "EnrolAnswer": "enrol-answer",
        **dict.fromkeys(("Marker", "PageEnd", "BlobPart"), "binary-frames"),
    }
    for module in (objects, wire):
        for name, type_ in vars(module).items():
            if isinstance(type_, type) and issubclass(type_, Object) and type_ not in (Object, objects.Act):
                expected = f"act-{name}" if issubclass(type_, objects.Act) else apart.get(name, name)
                assert expected in TARGETS, name


def test_a_reader_that_breaks_is_seen(played: dict[str, dict[str, Any]], findings: Path) -> None:
    """The machinery itself: a reader that fails does not pass, what it said is told and the input is kept."""
    assert not played[BROKEN]["ok"]
    assert "KeyError" in played[BROKEN]["said"]
    assert [path.name for path in findings.iterdir() if path.name.startswith(BROKEN)]
