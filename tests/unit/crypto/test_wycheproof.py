"""C09: the edge cases that broke other libraries, on the libraries that are shipped; the package plays them too."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.crypto import primitives, wycheproof, xwing
from mvl_desktop.crypto.primitives import aead, unseal
from mvl_desktop.crypto.selftest import SelfTestError
from mvl_desktop.crypto.wycheproof import VECTORS, check_vectors
from tests.unit.crypto.conftest import ROOT

RESOURCES = ROOT / "resources"
CASES: dict[str, list[list[str]]] = json.loads(gzip.decompress((RESOURCES / VECTORS).read_bytes()))


def test_c09_every_vector_is_answered_as_it_must_be() -> None:
    assert check_vectors(RESOURCES) == sum(map(len, CASES.values()))


@pytest.mark.parametrize(
    ("name", "least", "refused"),
    [
        ("ed25519", 200, 60),
        ("aes-256-gcm", 60, 20),
        ("hkdf-sha256", 80, 0),
        ("x25519", 500, 10),
        ("ml-kem-768", 50, 20),
        ("ml-kem-768-keys", 20, 0),
    ],
)
def test_there_are_enough_of_each_good_and_bad(name: str, least: int, refused: int) -> None:
    assert len(CASES[name]) >= least
    assert sum(case[-1] == "invalid" for case in CASES[name]) >= refused


def written(folder: Path, cases: dict[str, list[list[str]]]) -> Path:
    path = folder / VECTORS
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(json.dumps(cases).encode()))
    return folder


@pytest.mark.parametrize("name", CASES)
def test_a_primitive_without_vectors_is_no_success(name: str, tmp_path: Path) -> None:
    with pytest.raises(SelfTestError):
        check_vectors(written(tmp_path / "empty", CASES | {name: []}))
    with pytest.raises(SelfTestError):
        check_vectors(written(tmp_path / "without", {key: cases for key, cases in CASES.items() if key != name}))


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("hkdf-sha256", "ml-kem-768-keys")])
def test_an_answer_in_the_wrong_direction_is_seen(name: str, tmp_path: Path) -> None:
    """What must hold and does not; what must be refused and is not."""
    for wanted, said in (("valid", "invalid"), ("invalid", "valid")):
        case = next(each for each in CASES[name] if each[-1] == wanted)
        with pytest.raises(SelfTestError, match=name):
            check_vectors(written(tmp_path / wanted, {name: [[*case[:-1], said]]}))


def one_wrong_answer(name: str) -> list[list[str]]:
    """Return a good case whose answer is another one, or none."""
    case = next((list(each) for each in CASES[name] if each[-1] == "valid" and each[-2]), list(CASES[name][0]))
    if name == "ml-kem-768-keys":
        return [[xwing.public_of(bytes(32))[: xwing.MLKEM_PUBLIC].hex()]]
    at = -1 if name == "hkdf-sha256" else 3 if name == "aes-256-gcm" else 2
    case[at] = "" if name == "hkdf-sha256" else f"{int(case[at][:2] or '0', 16) ^ 1:02x}{case[at][2:]}"
    return [case]


@pytest.mark.parametrize("name", CASES)
def test_another_answer_is_seen(name: str, tmp_path: Path) -> None:
    with pytest.raises(SelfTestError, match=name):
        check_vectors(written(tmp_path, {name: one_wrong_answer(name)}))


class SealsWrongly:
    """An AEAD that opens what is right and seals something else."""

    def __init__(self, key: bytes) -> None:
        self._key = aead(key)

    def encrypt(self, nonce: bytes, clear: bytes, context: bytes) -> bytes:
        return self._key.encrypt(nonce, clear + b"!", context)

    def decrypt(self, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
        return self._key.decrypt(nonce, sealed, context)


def test_sealing_is_checked_as_well_as_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wycheproof, "aead", SealsWrongly)
    with pytest.raises(SelfTestError, match="aes-256-gcm"):
        check_vectors(RESOURCES)


Lie = Callable[..., Any]
LIES: dict[str, Lie] = {
    "verify_bare": lambda *_: True,
    "unseal": lambda key, sealed, _context: unseal(key, sealed, b"") if len(sealed) < 40 else b"",
    "derive": lambda *_: bytes(32),
    "aead": lambda key: aead(key[::-1]),
}


@pytest.mark.parametrize("function", LIES)
def test_a_library_that_computes_wrongly_is_seen(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wycheproof, function, LIES[function])
    with pytest.raises(SelfTestError):
        check_vectors(RESOURCES)


@pytest.fixture
def no_kept_key() -> Iterator[None]:
    """Keys that were believed during a test must not stay."""
    primitives._verifier.cache_clear()
    yield
    primitives._verifier.cache_clear()


@pytest.mark.usefixtures("no_kept_key")
def test_a_key_of_small_order_is_never_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library alone believes it: only our own door refuses."""
    monkeypatch.setattr("mvl_desktop.crypto.primitives.is_sane_key", lambda _: True)
    monkeypatch.setattr(wycheproof, "_CHECKS", {"ed25519": wycheproof._ed25519})
    with pytest.raises(SelfTestError, match="ed25519"):
        check_vectors(RESOURCES)
