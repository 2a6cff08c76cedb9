"""What the windows say and do of a real post: reminded of its backups, restored, given other secrets (K3, K10)."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Draft
from mvl_desktop.services.backup import DAY_MS
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.store import profile as stores
from mvl_desktop.store.errors import PhraseRefuseeError
from mvl_desktop.store.profile import Profile, open_store, open_with_code, restore_store
from tests.fakes.authors import ESPACE
from tests.fakes.offices import SpyJournal
from tests.fakes.stores import CHEAP, PHRASE, quick_store
from tests.fakes.world import AtOnce, SetClock, suite
from ui.messages import sentence
from ui.post_keeping import READ_ONLY, REMINDER, keeping_notices, put_off
from ui.post_security import PostSecurity

NEW = "six mots tirés au hasard dimanche"


class Seat:
    """A real store, its clock, and the part of the desk that keeps it."""

    def __init__(self, profile: Profile, clock: SetClock) -> None:
        self.profile, self.clock, self.journal = profile, clock, SpyJournal()
        self.ports = Ports(profile.store, suite(), clock, self.journal, AtOnce())
        carriers = Carriers(lambda _address: pytest.fail("no network here"))
        post = SimpleNamespace(
            ports=self.ports, nomenclatures=None, printer=None, medium=None, carriers=carriers, opened=profile
        )
        self.desk = PostSecurity(post)

    def notices(self) -> list[int]:
        return [notice.id for notice in keeping_notices(self.ports)]


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    monkeypatch.setattr(stores, "calibrate", lambda: CHEAP)
    clock = SetClock()
    made = Seat(quick_store(tmp_path / "poste", clock), clock)
    with made.ports.store.work() as uow:
        uow.drafts.save(Draft(b"d" * 16, ESPACE, None, "signalement", (), {}, "{}", clock.ms()))
        uow.commit()
    yield made
    made.profile.close()


def test_a_week_with_the_work_nowhere_else_is_said_until_a_backup(seat: Seat, tmp_path: Path) -> None:
    assert seat.notices() == []
    seat.clock.at += 6 * DAY_MS
    assert seat.notices() == []
    seat.clock.at += DAY_MS
    (notice,) = keeping_notices(seat.ports)
    assert notice.id == REMINDER
    assert "Depuis 7 jours" in notice.texte
    put_off(seat.ports)
    assert seat.notices() == []
    seat.clock.at += DAY_MS
    assert seat.notices() == [REMINDER]
    assert seat.desk.back_up(tmp_path / "s.mvl-sauvegarde").brouillons == 1
    assert seat.notices() == []
    assert seat.desk.safety().sauvegarde is not None
    assert ("sauvegarde", None) in seat.journal.lines


def test_a_trial_from_the_windows_changes_nothing(seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "s.mvl-sauvegarde"
    seat.desk.back_up(path)
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.suffix in (".db", ".entete")}
    assert seat.desk.try_backup(path, PHRASE).brouillons == 1
    assert {each: each.read_bytes() for each in before} == before


def test_a_restored_post_says_that_it_reads_only(seat: Seat, tmp_path: Path) -> None:
    seat.desk.back_up(tmp_path / "s.mvl-sauvegarde")
    restore_store(tmp_path / "s.mvl-sauvegarde", tmp_path / "retour", PHRASE)
    profile = open_store(tmp_path / "retour", PHRASE, crypto=suite(), clock=seat.clock)
    again = Seat(profile, seat.clock)
    assert again.desk.safety().ancien
    (notice,) = keeping_notices(again.ports)
    assert (notice.id, notice.texte) == (READ_ONLY, sentence("poste_restaure"))
    profile.close()


def test_changes_asked_with_a_wrong_passphrase_change_nothing(seat: Seat) -> None:
    before = seat.profile.layout.header.read_bytes()
    for ask in (
        lambda: seat.desk.change_passphrase("ce n’est pas elle", NEW),
        lambda: seat.desk.prepare_code("ce n’est pas elle"),
        lambda: seat.desk.prepare_key("ce n’est pas elle", NEW),
    ):
        with pytest.raises(PhraseRefuseeError):
            ask()
    assert seat.profile.layout.header.read_bytes() == before


def test_after_a_leak_the_open_post_goes_on_and_keeps_what_was_typed(seat: Seat) -> None:
    sheet = seat.desk.prepare_key(PHRASE, NEW)
    assert sheet.code in sheet.sheet
    sheet.confirm()
    with seat.ports.store.read() as uow:
        assert len(uow.drafts.all()) == 1
    seat.desk.change_passphrase(NEW, PHRASE + " bis")
    folder = seat.profile.layout.folder
    seat.profile.close()
    open_store(folder, PHRASE + " bis", crypto=suite(), clock=seat.clock).close()
    open_with_code(folder, sheet.code, crypto=suite(), clock=seat.clock).close()
