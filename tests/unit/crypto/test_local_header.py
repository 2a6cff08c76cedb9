"""D10 and D11: ways into the local store, and what each wrong one is called."""

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from mvl_desktop.crypto import local_header, passphrase, xwing
from mvl_desktop.crypto.local_header import (
    Created,
    HeaderDamagedError,
    Opened,
    PepperMissingError,
    SlotRefusedError,
    open_with_code,
    open_with_custodians,
    open_with_passphrase,
)
from mvl_desktop.crypto.passphrase import Costs, KdfMemoryError
from mvl_desktop.crypto.recovery import MistypedCodeError, read_code, write_code
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import Kdf, LocalHeader, Slot

STORE = b"s" * 16
PHRASE = "cheval fictif agrafe exemple"
PEPPER = b"p" * 32
LEAST = Costs(m=64 << 10, t=2, p=4)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, int, int, int]]:
    """Replace Argon2id by a plain hash of all that it is given; the real one is played by the vectors."""
    runs: list[tuple[bytes, int, int, int]] = []

    def argon2id(secret: bytes, salt: bytes, m: int, t: int, p: int) -> bytes:
        runs.append((salt, m, t, p))
        return hashlib.sha256(b"|".join((secret, salt, f"{m}/{t}/{p}".encode()))).digest()

    monkeypatch.setattr(passphrase, "argon2id", argon2id)
    return runs


def made(pepper: bytes | None = PEPPER) -> Created:
    return local_header.create(STORE, PHRASE, pepper=pepper, costs=LEAST)


def rewritten(opened: Opened, **changed: object) -> bytes:
    """A header changed by somebody who can put its digest right, but has not the store's key."""
    return local_header.write(Opened(msgspec.structs.replace(opened.header, **changed), b""))


@pytest.mark.parametrize("pepper", [PEPPER, None], ids=["with a keyring", "without"])
def test_d10_each_way_in_gives_the_same_key(pepper: bytes | None) -> None:
    created = made(pepper)
    assert open_with_passphrase(created.data, PHRASE, pepper=pepper) == created.opened
    assert open_with_code(created.data, created.code) == created.opened
    assert local_header.needs_pepper(created.opened.header) is (pepper is not None)


def test_d10_two_stores_have_nothing_in_common() -> None:
    one, two = made(), made()
    assert one.opened.key != two.opened.key
    assert one.code != two.code
    with pytest.raises(SlotRefusedError):
        open_with_code(two.data, one.code)


@pytest.mark.parametrize(
    ("phrase", "pepper", "error"),
    [
        ("autre", PEPPER, SlotRefusedError),
        ("", PEPPER, SlotRefusedError),
        (PHRASE + " ", PEPPER, SlotRefusedError),
        (PHRASE.upper(), PEPPER, SlotRefusedError),
        (PHRASE, bytes(32), SlotRefusedError),
        (PHRASE, None, PepperMissingError),
    ],
)
def test_d10_a_wrong_passphrase_or_keyring_is_told_from_damage(
    phrase: str, pepper: bytes | None, error: type[CryptoError]
) -> None:
    with pytest.raises(error):
        open_with_passphrase(made().data, phrase, pepper=pepper)


def test_d10_a_store_without_keyring_ignores_the_pepper() -> None:
    created = made(None)
    assert open_with_passphrase(created.data, PHRASE, pepper=PEPPER).key == created.opened.key


def test_d10_accents_may_be_typed_either_way() -> None:
    created = local_header.create(STORE, "\u00e9t\u00e9", pepper=None, costs=LEAST)
    assert open_with_passphrase(created.data, "e\u0301te\u0301", pepper=None).key == created.opened.key


def test_d10_the_header_of_another_store_does_not_open_by_our_key() -> None:
    """Slots moved into another header: they are bound to their store, and the MAC to everything."""
    ours, theirs = made(), local_header.create(b"t" * 16, PHRASE, pepper=PEPPER, costs=LEAST)
    with pytest.raises(SlotRefusedError):
        open_with_passphrase(rewritten(ours.opened, slots=theirs.opened.header.slots), PHRASE, pepper=PEPPER)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda h: {"gen": h.gen + 1},
        lambda h: {"gen": 0},
        lambda h: {"mac": bytes(32)},
        lambda h: {"slots": h.slots[:1]},
        lambda h: {"slots": [*h.slots, h.slots[1]]},
        lambda h: {"slots": [*h.slots, Slot(b"x" * 16, "later", None, b"")]},
    ],
    ids=["gen up", "gen down", "no mac", "slot removed", "slot doubled", "slot added"],
)
def test_d10_a_header_changed_with_a_good_digest_is_found_once_open(
    spoil: Callable[[LocalHeader], dict[str, object]],
) -> None:
    opened = made().opened
    with pytest.raises(HeaderDamagedError):
        open_with_passphrase(rewritten(opened, **spoil(opened.header)), PHRASE, pepper=PEPPER)


@pytest.mark.parametrize("changed", [{"v": 2}, {"suite": 2}, {"suite": 0}])
def test_c12_a_header_of_another_version_or_suite_is_not_tried(
    changed: dict[str, int], quick: list[tuple[bytes, int, int, int]]
) -> None:
    data = rewritten(made().opened, **changed)
    quick.clear()
    with pytest.raises(HeaderDamagedError):
        open_with_passphrase(data, PHRASE, pepper=PEPPER)
    assert not quick


def test_d10_an_old_header_still_opens_with_its_old_passphrase_and_tells_its_age() -> None:
    """Which is why the keyring's anchor keeps the generation, and why a leak calls for a new key."""
    created = made()
    newer = local_header.change_passphrase(created.opened, "nouvelle", pepper=PEPPER, costs=LEAST)
    assert newer.key == created.opened.key
    assert open_with_passphrase(created.data, PHRASE, pepper=PEPPER).header.gen == 1
    assert newer.header.gen == 2
    with pytest.raises(SlotRefusedError):
        open_with_passphrase(local_header.write(newer), PHRASE, pepper=PEPPER)
    assert open_with_passphrase(local_header.write(newer), "nouvelle", pepper=PEPPER) == newer
    assert open_with_code(local_header.write(newer), created.code) == newer


def test_a_new_recovery_code_replaces_the_old_one() -> None:
    created = made()
    newer, code = local_header.change_code(created.opened)
    data = local_header.write(newer)
    assert open_with_code(data, code) == newer
    with pytest.raises(SlotRefusedError):
        open_with_code(data, created.code)
    assert open_with_passphrase(data, PHRASE, pepper=PEPPER) == newer


def test_a_reinstalled_keyring_is_replaced_by_way_of_the_code() -> None:
    created = made()
    opened = open_with_code(created.data, created.code)
    renewed = local_header.change_passphrase(opened, PHRASE, pepper=b"q" * 32, costs=LEAST)
    assert open_with_passphrase(local_header.write(renewed), PHRASE, pepper=b"q" * 32).key == created.opened.key


def test_a_new_key_leaves_nothing_of_the_old_one() -> None:
    created = made()
    renewed = local_header.change_key(created.opened, PHRASE, pepper=PEPPER, costs=LEAST)
    assert renewed.opened.key != created.opened.key
    assert renewed.opened.header.gen == 2
    assert renewed.opened.header.store == STORE
    assert open_with_code(renewed.data, renewed.code) == renewed.opened
    with pytest.raises(SlotRefusedError):
        open_with_code(renewed.data, created.code)


def test_two_of_three_custodians_open_and_one_does_not(suite: Suite1) -> None:
    seeds = [suite.new_device().kem for _ in range(3)]
    opened = local_header.set_escrow(made().opened, [xwing.public_of(seed) for seed in seeds])
    data = local_header.write(opened)
    for pair in ((0, 1), (0, 2), (1, 2)):
        assert open_with_custodians(data, {rank: seeds[rank] for rank in pair}) == opened
    for alone in range(3):
        with pytest.raises(SlotRefusedError):
            open_with_custodians(data, {alone: seeds[alone]})
    with pytest.raises(SlotRefusedError):
        open_with_custodians(data, {0: seeds[1], 1: seeds[0]})
    assert open_with_passphrase(data, PHRASE, pepper=PEPPER) == opened


@pytest.mark.parametrize(
    "costs",
    [
        {"m": 8},
        {"m": (64 << 10) - 1},
        {"m": (1 << 20) + 1},
        {"m": 4 << 20},
        {"m": 2**52},
        {"t": 0},
        {"t": 1},
        {"t": 11},
        {"p": 0},
        {"p": 9},
        {"p": 255},
    ],
    ids=str,
)
def test_d11_a_weak_or_absurd_kdf_is_refused_before_it_runs(
    costs: dict[str, int], quick: list[tuple[bytes, int, int, int]]
) -> None:
    opened = made().opened
    first, *rest = opened.header.slots
    kdf = msgspec.structs.replace(first.kdf or Kdf(bytes(16), 0, 0, 0), **costs)
    data = rewritten(opened, slots=[msgspec.structs.replace(first, kdf=kdf), *rest])
    quick.clear()
    with pytest.raises(HeaderDamagedError):
        open_with_passphrase(data, PHRASE, pepper=PEPPER)
    with pytest.raises(CryptoError):
        passphrase.stretch(PHRASE, kdf)
    assert not quick


def test_d11_a_slot_without_kdf_is_no_passphrase_slot(quick: list[tuple[bytes, int, int, int]]) -> None:
    opened = made().opened
    first, *rest = opened.header.slots
    quick.clear()
    with pytest.raises(HeaderDamagedError):
        open_with_passphrase(
            rewritten(opened, slots=[msgspec.structs.replace(first, kdf=None), *rest]), PHRASE, pepper=PEPPER
        )
    assert not quick


def test_d11_the_costs_are_those_that_were_written(quick: list[tuple[bytes, int, int, int]]) -> None:
    created = local_header.create(STORE, PHRASE, pepper=None, costs=Costs(m=128 << 10, t=3, p=2))
    open_with_passphrase(created.data, PHRASE, pepper=None)
    assert quick[0] == quick[1]
    assert quick[0][1:] == (128 << 10, 3, 2)


@pytest.mark.parametrize(
    ("seconds", "costs"),
    [
        (0.2, Costs(t=10)),
        (0.5, Costs(t=5)),
        (0.79, Costs(t=4)),
        (0.8, Costs()),
        (1.5, Costs()),
        (1.6, Costs(m=128 << 10)),
        (3.0, Costs(m=128 << 10)),
        (9.0, Costs(m=128 << 10, t=2)),
        (0.0, Costs(t=10)),
    ],
)
def test_new_costs_follow_the_machine_and_never_fall_under_128_mib(seconds: float, costs: Costs) -> None:
    found = passphrase.calibrate(lambda _: seconds)
    assert found == costs
    assert found.m >= 128 << 10
    assert passphrase.acceptable(found)


def test_a_machine_with_little_memory_gets_the_least_costs() -> None:
    def measure(_: Costs) -> float:
        raise KdfMemoryError

    assert passphrase.calibrate(measure) == Costs(m=128 << 10)


def test_a_lack_of_memory_is_told_from_a_wrong_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    class Greedy:
        def __init__(self, **_: object) -> None:
            pass

        def derive(self, _: bytes) -> bytes:
            raise MemoryError

    monkeypatch.undo()
    monkeypatch.setattr(passphrase, "Argon2id", Greedy)
    with pytest.raises(KdfMemoryError):
        made()


def test_recovery_codes_are_read_as_people_type_them() -> None:
    secret = bytes(range(20))
    text = write_code(secret)
    assert [len(group) for group in text.split("-")] == [4] * 9
    for typed in (text, text.lower(), text.replace("-", ""), text.replace("-", " "), f"  {text}\n"):
        assert read_code(typed) == secret
    assert read_code(write_code(bytes(20)).replace("0", "O")) == bytes(20)
    one = write_code(bytes(19) + b"\x01")
    assert read_code(one.replace("1", "l")) == read_code(one.replace("1", "I")) == bytes(19) + b"\x01"


def test_a_slip_in_a_recovery_code_is_told_at_once() -> None:
    text = write_code(bytes(range(20)))
    slips = [
        text[:at] + ("2" if text[at] != "2" else "3") + text[at + 1 :] for at in range(len(text)) if text[at] != "-"
    ]
    exchanged = [
        text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        for at in range(len(text) - 1)
        if text[at] != text[at + 1] and "-" not in text[at : at + 2]
    ]
    for typed in [*slips, *exchanged, text[:-1], text + "0", "", "U" + text[1:], "é" * 36]:
        with pytest.raises(MistypedCodeError):
            read_code(typed)


def test_keys_for_other_uses_differ_by_use_and_store() -> None:
    one = made().opened
    other = Opened(msgspec.structs.replace(one.header, store=b"t" * 16), one.key)
    keys = {local_header.derived_key(opened, use) for opened in (one, other) for use in ("anchor", "other")}
    assert len({*keys, one.key}) == 5
