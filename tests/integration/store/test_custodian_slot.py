"""Two guardians open a post whose passphrase and code are both lost; what they must be, and what follows (D10, R02)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import HeaderDamagedError
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.services import custodian_slot, custodians
from mvl_desktop.services.founding import found_espace
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.store.errors import (
    CodeMalSaisiError,
    EnteteEndommageError,
    GardiensRefusesError,
    PhraseRefuseeError,
    SansGardiensError,
)
from mvl_desktop.store.files import Layout
from mvl_desktop.store.profile import Profile, open_store, open_with_code, open_with_custodians
from tests.fakes.guarded import PAIRS, Guardians
from tests.fakes.offices import SpyJournal
from tests.fakes.stores import CHEAP, PHRASE, copy_store, template
from tests.fakes.world import AtOnce, SetClock, suite

NAME = "Délégation des gardiens"
NEW = "une autre phrase tout à fait"


@pytest.fixture
def guardians() -> Guardians:
    return Guardians.three()


def seeds(guardians: Guardians, *ranks: int) -> list[bytes]:
    return [suite().read_words(guardians.sheets[rank]) for rank in ranks]


def unlock(folder: Path, phrase: str = PHRASE) -> Profile:
    return open_store(folder, phrase, crypto=suite(), clock=SetClock())


def by_two(folder: Path, given: list[bytes]) -> Profile:
    return open_with_custodians(folder, given, crypto=suite(), clock=SetClock())


def ports_of(profile: Profile) -> Ports:
    return Ports(profile.store, suite(), SetClock(), SpyJournal(), AtOnce())


@pytest.fixture
def kept(tmp_path: Path, guardians: Guardians) -> Path:
    """A post that the guardians of an espace of its own may open."""
    folder = copy_store(tmp_path / "poste")
    profile = unlock(folder)
    ports = ports_of(profile)
    found_espace(ports, NAME)
    custodians.set_custodians(ports, NAME, guardians.cards)
    assert custodian_slot.kept_for(ports, profile) is None
    assert custodian_slot.keep(ports, profile, NAME) == NAME
    profile.close()
    return folder


@pytest.mark.parametrize("pair", PAIRS)
def test_each_pair_opens_and_gives_a_new_passphrase_and_a_new_code(
    kept: Path, guardians: Guardians, pair: tuple[int, int]
) -> None:
    profile = by_two(kept, list(reversed(seeds(guardians, *pair))))
    renewal = profile.recover(NEW, costs=CHEAP)
    renewal.confirm()
    assert custodian_slot.kept_for(ports_of(profile), profile) == NAME
    profile.close()
    with pytest.raises(PhraseRefuseeError):
        unlock(kept)
    unlock(kept, NEW).close()
    open_with_code(kept, renewal.code, crypto=suite(), clock=SetClock()).close()
    with pytest.raises(PhraseRefuseeError):
        open_with_code(kept, template()[1], crypto=suite(), clock=SetClock())


def test_nothing_less_than_two_of_its_guardians_opens(kept: Path, guardians: Guardians) -> None:
    others = Guardians.three()
    wrong = [
        seeds(guardians, 0),
        [*seeds(guardians, 0), *seeds(guardians, 0)],
        [*seeds(guardians, 1), *seeds(others, 1)],
        seeds(others, 0, 1),
        [bytes(32), bytes(32)],
    ]
    for given in wrong:
        with pytest.raises(GardiensRefusesError):
            by_two(kept, given)
    with pytest.raises(RefusError, match="deux_fiches"):
        custodian_slot.two_seeds(suite(), guardians.sheets)
    with pytest.raises(RefusError, match="fiche_repetee"):
        custodian_slot.two_seeds(suite(), [guardians.sheets[0]] * 2)
    by_two(kept, custodian_slot.two_seeds(suite(), guardians.pair((2, 1)))).close()


def test_a_post_that_was_kept_for_nobody_says_so(tmp_path: Path, guardians: Guardians, kept: Path) -> None:
    bare = copy_store(tmp_path / "autre")
    with pytest.raises(SansGardiensError):
        by_two(bare, seeds(guardians, 0, 1))
    profile = unlock(kept)
    custodian_slot.forget(ports_of(profile), profile)
    profile.close()
    with pytest.raises(SansGardiensError):
        by_two(kept, seeds(guardians, 0, 1))
    unlock(kept).close()


def test_another_key_of_the_store_is_kept_for_them_again(kept: Path, guardians: Guardians) -> None:
    old = Layout(kept).read_header()
    profile = unlock(kept)
    profile.rekey(NEW, costs=CHEAP).confirm()
    assert profile.kept_for_custodians()
    profile.close()
    by_two(kept, seeds(guardians, 0, 2)).close()
    # The escrow of before opens what it was made for: a key under which nothing lies any more.
    given = dict(zip((0, 2), seeds(guardians, 0, 2), strict=True))
    former = local_header.open_with_custodians(old, given)
    now = local_header.open_with_custodians(Layout(kept).read_header(), given)
    assert former.key != now.key


def test_guardians_who_were_replaced_open_it_no_more(kept: Path, guardians: Guardians) -> None:
    profile = unlock(kept)
    ports, others = ports_of(profile), Guardians.three()
    custodian_slot.refresh(ports, profile)
    custodians.set_custodians(ports, NAME, others.cards)
    custodian_slot.refresh(ports, profile)
    profile.close()
    with pytest.raises(GardiensRefusesError):
        by_two(kept, seeds(guardians, 0, 1))
    by_two(kept, seeds(others, 0, 1)).close()


def test_d10_each_slot_opens_by_its_own_secret_alone(kept: Path, guardians: Guardians, tmp_path: Path) -> None:
    """Passphrase, code, guardians: right or wrong, on this header, an older one, another store's, a swapped slot."""
    data = Layout(kept).read_header()
    folder, code, _opened = template()
    older = (folder / "magasin.entete").read_bytes()
    pair = dict(zip((0, 1), seeds(guardians, 0, 1), strict=True))
    ways: dict[str, Callable[[bytes], local_header.Opened]] = {
        "phrase": lambda header: local_header.open_with_passphrase(header, PHRASE, pepper=None),
        "mauvaise phrase": lambda header: local_header.open_with_passphrase(header, "autre", pepper=None),
        "code": lambda header: local_header.open_with_code(header, code),
        "autre code": lambda header: local_header.open_with_code(header, "0000-" * 8 + "0000"),
        "gardiens": lambda header: local_header.open_with_custodians(header, pair),
        "un gardien": lambda header: local_header.open_with_custodians(header, {0: pair[0]}),
        "rangs échangés": lambda header: local_header.open_with_custodians(header, {0: pair[1], 1: pair[0]}),
    }
    opens = {"entête": {"phrase", "code", "gardiens"}, "plus ancien": {"phrase", "code"}}
    for name, header in (("entête", data), ("plus ancien", older)):
        for way, act in ways.items():
            if way in opens[name]:
                assert act(header).key
            else:
                with pytest.raises(Exception) as caught:  # noqa: PT011
                    act(header)
                assert type(caught.value).__name__ in ("SlotRefusedError", "MistypedCodeError")


def test_d10_an_escrow_slot_moved_changed_or_swapped_is_refused(
    kept: Path, guardians: Guardians, tmp_path: Path
) -> None:
    import hashlib

    import msgspec

    from mvl_desktop.protocol.encoding import encode

    data = Layout(kept).read_header()
    header = local_header.read(data)
    pair = dict(zip((0, 1), seeds(guardians, 0, 1), strict=True))
    other = local_header.set_escrow(
        local_header.create(bytes(16), PHRASE, pepper=None, costs=CHEAP).opened,
        [card.public for card in guardians.cards],
    )
    escrow = next(slot for slot in header.slots if slot.type == "escrow")
    foreign = next(slot for slot in other.header.slots if slot.type == "escrow")
    rest = [slot for slot in header.slots if slot.type != "escrow"]
    changed = {
        "of another store": [foreign, *rest],
        "under another id": [msgspec.structs.replace(escrow, id=bytes(16)), *rest],
        "one byte": [msgspec.structs.replace(escrow, ct=escrow.ct[:-1] + bytes([escrow.ct[-1] ^ 1])), *rest],
        "wraps swapped": [
            msgspec.structs.replace(escrow, ct=escrow.ct[2304:4608] + escrow.ct[:2304] + escrow.ct[4608:])
        ],
        "two of them": [escrow, escrow, *rest],
        "dropped passphrase": [escrow],
    }
    for name, slots in changed.items():
        body = encode(msgspec.structs.replace(header, slots=slots))
        forged = body + hashlib.sha256(body).digest()
        if name == "one byte":
            # The wrap of another pair: this one still opens, and the MAC of the whole tells.
            with pytest.raises(HeaderDamagedError):
                local_header.open_with_custodians(forged, pair)
            continue
        with pytest.raises(CryptoError):
            local_header.open_with_custodians(forged, pair)
    for place in range(0, len(data), 97):
        spoilt = tmp_path / f"s{place}"
        copy_store(spoilt)
        (spoilt / "magasin.entete").write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(EnteteEndommageError):
            by_two(spoilt, list(pair.values()))


def test_a_mistyped_code_is_still_told_from_a_wrong_one(kept: Path) -> None:
    with pytest.raises(CodeMalSaisiError):
        open_with_code(kept, "pas un code", crypto=suite(), clock=SetClock())


def test_words_typed_in_the_place_of_the_code_are_told_from_it(guardians: Guardians) -> None:
    first, second = guardians.pair((0, 1))
    assert custodian_slot.as_sheets(f"1. {first}\n2. {second}".upper()) == [first.upper(), second.upper()]
    assert custodian_slot.as_sheets(template()[1]) == []
    assert custodian_slot.as_sheets(" ".join("ABCD" for _ in range(9))) == []
    assert custodian_slot.as_sheets(first) == []
