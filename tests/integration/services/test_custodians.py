"""Guardians of an espace: every new key is kept for them, two of them open it, and nobody else does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.services import custodians, members
from mvl_desktop.services.custodian_sheets import Card, fingerprint, prepare_sheet, read_card, write_card
from mvl_desktop.services.custodians import SheetRefusedError, list_custodians, rehearse, set_custodians
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.home import home
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.guarded import NAME, PAIRS, Guardians, enter, host, sync
from tests.fakes.inprocess import make_service
from tests.fakes.offices import Office, open_office, two_offices
from tests.fakes.world import suite

DAY = 86_400_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix")
    made.found(NAME)
    yield made
    made.close()


@pytest.fixture
def guardians() -> Guardians:
    return Guardians.three()


def opens(office: Office, guardians: Guardians) -> bool:
    """Whether each pair opens the key that is in force at this post."""
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        registry = uow.espaces.registry(espace)
        escrow = custodians.present_escrow(uow, espace, registry)
        held = uow.keys.epoch_key(espace, registry.epoch)
    for pair in PAIRS:
        key, ranks = custodians.open_epoch(suite(), registry, registry.epoch, escrow, guardians.pair(pair))
        assert ranks == pair
        if key != held:
            return False
    return True


def test_naming_guardians_renews_the_key_and_keeps_it_for_each_pair(office: Office, guardians: Guardians) -> None:
    with pytest.raises(RefusError, match="sans_gardiens"):
        rehearse(office.ports, None, guardians.pair((0, 1)))
    assert set_custodians(office.ports, None, guardians.cards) == "in_force"
    assert opens(office, guardians)
    (found,) = list_custodians(office.ports)
    assert [each.name for each in found.guardians] == [card.name for card in guardians.cards]
    assert [each.fingerprint for each in found.guardians] == [fingerprint(card.public) for card in guardians.cards]
    assert found.is_kept
    assert found.kept_here


def test_every_later_key_is_kept_too(tmp_path: Path, guardians: Guardians) -> None:
    """After a renewal, a revocation, and the erasure of a record."""
    first, second = two_offices(tmp_path)
    set_custodians(first.ports, None, guardians.cards)
    members.renew_keys(first.ports, None)
    assert opens(first, guardians)
    rec = add_record(first.ports, "signalement", {"objet": "À effacer"})
    erase_record(first.ports, rec, motif="hors_champ")
    assert opens(first, guardians)
    with second.ports.store.read() as uow:
        device = uow.identity.device().id.hex()
    members.revoke_post(first.ports, device)
    with first.ports.store.read() as uow:
        assert uow.espaces.registry(uow.espaces.all()[0].id).epoch == 5
    assert opens(first, guardians)
    first.close()
    second.close()


def test_other_guardians_replace_them_and_the_former_open_nothing_new(office: Office, guardians: Guardians) -> None:
    set_custodians(office.ports, None, guardians.cards)
    others = Guardians.three()
    set_custodians(office.ports, None, [others.cards[0], others.cards[1], guardians.cards[2]])
    others.sheets[2] = guardians.sheets[2]
    assert opens(office, others)
    with pytest.raises(SheetRefusedError, match="fiche_etrangere"):
        rehearse(office.ports, None, guardians.pair((0, 2)))


def test_the_key_kept_for_guardians_travels_by_lot_and_by_the_service(tmp_path: Path, guardians: Guardians) -> None:
    first, second = two_offices(tmp_path / "lots")
    set_custodians(first.ports, None, guardians.cards)
    first.give(second)
    assert opens(second, guardians)
    assert not list_custodians(second.ports)[0].may_name
    first.close()
    second.close()

    first, second = open_office(tmp_path / "service", "Alix"), open_office(tmp_path / "service", "Camille")
    (tmp_path / "central").mkdir()
    service = make_service(tmp_path / "central", first.clock)
    host(first, service)
    host(second, service)
    first.found(NAME)
    sync(first)
    enter(first, second, NAME, role="reader")
    sync(first, second)
    assert set_custodians(first.ports, None, guardians.cards) == "proposed"
    sync(first, second)
    assert opens(second, guardians)
    assert [each.name for each in list_custodians(second.ports)[0].guardians] == [c.name for c in guardians.cards]
    first.close()
    second.close()
    service.database.close()


def test_the_key_of_a_destroyed_epoch_is_kept_for_nobody(tmp_path: Path, guardians: Guardians) -> None:
    """Security 8, rule 3: at every post and at the service."""
    first, second = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    (tmp_path / "central").mkdir()
    service = make_service(tmp_path / "central", first.clock)
    host(first, service)
    host(second, service)
    first.found(NAME)
    sync(first)
    enter(first, second, NAME)
    set_custodians(first.ports, None, guardians.cards)
    sync(first, second)
    members.renew_keys(first.ports, None)
    for _ in range(4):
        sync(first, second)
    for office in (first, second):
        with office.ports.store.read() as uow:
            espace = uow.espaces.all()[0].id
            assert uow.keys.dead_epochs(espace) >= {1, 2}
            assert {epoch for epoch, _, _ in uow.keys.escrows(espace)} == {3}
    page = second.carriers.to("http://127.0.0.1:8000").escrows(espace)
    assert len(page.frames) == 3
    assert opens(second, guardians)
    first.close()
    second.close()
    service.database.close()


def test_a_rehearsal_says_who_came_and_changes_no_key(office: Office, guardians: Guardians) -> None:
    set_custodians(office.ports, None, guardians.cards)
    assert list_custodians(office.ports)[0].rehearsal_due
    with office.ports.store.read() as uow:
        before = uow.espaces.entries(uow.espaces.all()[0].id)
    done = rehearse(office.ports, None, guardians.pair((2, 0)))
    assert [each.name for each in done.guardians] == [guardians.cards[0].name, guardians.cards[2].name]
    with office.ports.store.read() as uow:
        assert uow.espaces.entries(uow.espaces.all()[0].id) == before
    (found,) = list_custodians(office.ports)
    assert found.rehearsed_on == office.clock.now().date()
    assert not found.rehearsal_due
    office.clock.at += 366 * DAY
    assert list_custodians(office.ports)[0].rehearsal_due


def test_other_guardians_have_rehearsed_nothing(office: Office, guardians: Guardians) -> None:
    set_custodians(office.ports, None, guardians.cards)
    rehearse(office.ports, None, guardians.pair((0, 1)))
    set_custodians(office.ports, None, Guardians.three().cards)
    (found,) = list_custodians(office.ports)
    assert found.rehearsed_on is None
    assert found.rehearsal_due


def test_what_a_rehearsal_refuses(office: Office, guardians: Guardians) -> None:
    set_custodians(office.ports, None, guardians.cards)
    first, second, _third = guardians.sheets
    refused = {
        "deux_fiches": [first],
        "fiche_repetee": [first, first],
        "mots_nombre": [first, "abaisser"],
        "mot_inconnu": [first, " ".join(["jamaisvu", *second.split()[1:]])],
        "fiche_etrangere": [first, Guardians.three().sheets[0]],
    }
    for code, sheets in refused.items():
        with pytest.raises(RefusError) as caught:
            rehearse(office.ports, None, sheets)
        assert caught.value.code == code
    with pytest.raises(SheetRefusedError) as unknown:
        rehearse(office.ports, None, refused["mot_inconnu"])
    assert unknown.value.champ == "fiche 2, mot 1"
    assert list_custodians(office.ports)[0].rehearsed_on is None


def test_a_rehearsal_finds_a_key_that_was_never_kept(office: Office, guardians: Guardians) -> None:
    """An administrator who lies keeps something else, or nothing: only a rehearsal can tell."""
    set_custodians(office.ports, None, guardians.cards)
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        registry = uow.espaces.registry(espace)
        escrow = custodians.present_escrow(uow, espace, registry)
    with pytest.raises(RefusError, match="sequestre_absent"):
        custodians.open_epoch(suite(), registry, registry.epoch, escrow[:2], guardians.pair((0, 1)))
    public = [card.public for card in guardians.cards]
    other = suite().seal_escrow(bytes(32), espace, registry.epoch, public)
    wrong = [(registry.epoch, holder, ct) for (_, holder, _), ct in zip(sorted(escrow), other, strict=True)]
    with pytest.raises(RefusError, match="sequestre_refuse"):
        custodians.open_epoch(suite(), registry, registry.epoch, wrong, guardians.pair((0, 1)))
    spoilt = [(epoch, holder, bytes(2304)) for epoch, holder, _ in escrow]
    with pytest.raises(RefusError, match="sequestre_refuse"):
        custodians.open_epoch(suite(), registry, registry.epoch, spoilt, guardians.pair((0, 1)))


def test_who_may_be_a_guardian(tmp_path: Path, office: Office, guardians: Guardians) -> None:
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        device = uow.espaces.registry(espace).devices[uow.identity.device().id]
    cases = {
        "trois_gardiens": guardians.cards[:2],
        "gardien_repete": [*guardians.cards[:2], Card("Encore", guardians.cards[0].public)],
        "gardien_deja_employe": [*guardians.cards[:2], Card("Un poste", device.cert.kem)],
    }
    for code, cards in cases.items():
        with pytest.raises(RefusError, match=code):
            set_custodians(office.ports, None, cards)
    agent = open_office(tmp_path, "Camille")
    office.admit(agent, NAME)
    with pytest.raises(RefusError, match="role_insuffisant"):
        set_custodians(agent.ports, None, guardians.cards)
    agent.close()


def test_a_sheet_is_printed_once_and_its_seed_is_kept_nowhere(tmp_path: Path, office: Office) -> None:
    seeds = []
    crypto = suite()

    class Listening:
        def new_custodian(self) -> tuple[bytes, bytes]:
            made = crypto.new_custodian()
            seeds.append(made[0])
            return made

        def __getattr__(self, name: str) -> object:
            return getattr(crypto, name)

    today = office.clock.now().date()
    sheet, card = tmp_path / "papier" / "fiche.pdf", tmp_path / "papier" / "cle.mvl-gardien"
    sheet.parent.mkdir()
    made = prepare_sheet(Listening(), office.printer, sheet, card, "Sacha Inventé", NAME, today)  # type: ignore[arg-type]
    assert read_card(card, crypto) == made
    assert sheet.read_bytes().startswith(b"%PDF")
    assert (sheet.stat().st_mode & 0o777, card.stat().st_mode & 0o777) == (0o600, 0o600)
    words = " ".join(crypto.seed_words(seeds[0]))
    assert crypto.custodian_public(crypto.read_words(words)) == made.public
    assert words not in card.read_text("utf-8")
    for path in tmp_path.rglob("*"):
        if path.is_file() and path != sheet:
            data = path.read_bytes()
            assert seeds[0] not in data
            assert seeds[0].hex().encode() not in data
    assert {path.name for path in sheet.parent.iterdir()} == {"fiche.pdf", "cle.mvl-gardien"}


def test_a_card_that_was_changed_is_refused(tmp_path: Path, guardians: Guardians) -> None:
    card = tmp_path / "cle.mvl-gardien"
    good = write_card(guardians.cards[0]).decode()
    lines = good.splitlines()
    other = write_card(guardians.cards[1]).decode().splitlines()
    spoilt = [
        "",
        "MVL-GARDIEN 2\n" + "\n".join(lines[1:]),
        "\n".join([*lines[:3], *other[3:]]),
        "\n".join(lines[:-1]),
        good.replace(lines[4][:4], "!!!!"),
        "\n".join([*lines[:2], other[2], *lines[3:]]),
    ]
    for text in spoilt:
        card.write_text(text, "utf-8")
        with pytest.raises(RefusError, match="carte_gardien_invalide"):
            read_card(card, suite())
    card.write_text(good, "utf-8")
    assert read_card(card, suite()) == guardians.cards[0]


def test_a_key_that_seals_nothing_is_no_guardians(tmp_path: Path) -> None:
    card = tmp_path / "cle.mvl-gardien"
    card.write_bytes(write_card(Card("Rien", b"\xff" * 1216)))
    with pytest.raises(RefusError, match="carte_gardien_invalide"):
        read_card(card, suite())
    with pytest.raises(CryptoError):
        suite().seal_escrow(bytes(32), bytes(16), 1, [b"\xff" * 1216] * 3)


def test_a_year_is_a_year() -> None:
    assert timedelta(days=365) == custodians.REHEARSED_EVERY


def test_the_first_page_asks_for_a_rehearsal_once_a_year(office: Office, guardians: Guardians) -> None:
    def asked() -> list[tuple[str, str]]:
        return [
            (todo.kind, todo.titre) for todo in home(office.ports, office.timetable).todo if todo.kind == "sequestre"
        ]

    assert asked() == []
    set_custodians(office.ports, None, guardians.cards)
    assert asked() == [("sequestre", NAME)]
    rehearse(office.ports, None, guardians.pair((0, 1)))
    assert asked() == []
    office.clock.at += 366 * DAY
    assert asked() == [("sequestre", NAME)]
