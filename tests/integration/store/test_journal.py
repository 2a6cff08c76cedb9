"""The journal of an opened store: every line is there after a sudden end, in order, under the key of its day."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mvl_desktop.ports.journal import NOWHERE
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.journal import DAY_MS, check_lines
from mvl_desktop.protocol.objects import JournalEntry
from mvl_desktop.store.errors import DisquePleinError
from mvl_desktop.store.journal import ALTERED, FILE, StoreJournal
from mvl_desktop.store.journal_spool import Spool
from mvl_desktop.store.unit_of_work import SqlStore
from tests.fakes.authors import revision
from tests.fakes.world import AtOnce, Post, SetClock, World, suite


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


class Kept:
    """A post whose journal is the real one."""

    def __init__(self, world: World) -> None:
        self.post: Post = world.post()
        self.folder = world.folder
        self.clock: SetClock = self.post.clock
        self.journal = self.open()

    def open(self) -> StoreJournal:
        return StoreJournal(self.folder, self.post.ports.store, suite(), self.clock, AtOnce())

    def lines(self, espace: bytes) -> list[JournalEntry]:
        """Return the lines of a register as the store has them."""

        def look(uow: UnitOfWork) -> list[JournalEntry]:
            found = []
            for line in uow.journal.lines(espace, self.post.id):
                key = uow.journal.day_key(espace, line.day)
                assert key is not None
                found.append(suite().open_line(key, espace, line.device, line.day, line.n, line.sealed))
            return found

        return self.post.read(look)

    def die(self) -> None:
        """End as a killed process does: nothing is put away."""
        self.journal = None  # type: ignore[assignment]


def test_what_was_noted_is_there_after_a_sudden_end(world: World) -> None:
    kept = Kept(world)
    for _ in range(5):
        kept.journal.note("liste", lignes=3)
    assert kept.lines(NOWHERE) == []
    kept.die()
    again = kept.open()
    assert [(line.n, line.code, line.counters) for line in kept.lines(NOWHERE)] == [
        (n, "liste", {"lignes": 3}) for n in range(1, 6)
    ]
    again.note("ouverture")
    again.close()
    assert [line.n for line in kept.lines(NOWHERE)] == [1, 2, 3, 4, 5, 6]


def test_a_reading_is_noted_while_the_store_is_busy_writing(world: World) -> None:
    kept = Kept(world)
    with kept.post.ports.store.work():
        kept.journal.note("consultation", b"r" * 16)
    kept.journal.settle()
    assert [line.code for line in kept.lines(NOWHERE)] == ["consultation"]


def test_a_line_goes_to_the_register_of_its_record(world: World) -> None:
    kept = Kept(world)
    kept.journal.note("ouverture")
    kept.post.found(b"E" * 16)
    with kept.post.ports.store.work() as uow:
        uow.espaces.add(Espace(b"C" * 16, "à part", b"f" * 32, compartment_of=b"E" * 16))
        uow.log.add_local(b"C" * 16, b"r" * 16, revision(1, {"objet": "x"}))
        uow.commit()
    kept.journal.note("consultation", b"r" * 16)
    kept.journal.note("liste", lignes=1)
    kept.journal.settle()
    assert [line.code for line in kept.lines(NOWHERE)] == ["ouverture"]
    assert [line.code for line in kept.lines(b"C" * 16)] == ["consultation"]
    assert [(line.n, line.code) for line in kept.lines(b"E" * 16)] == [(1, "liste")]


def test_a_cut_line_is_passed_over_and_a_changed_one_is_said(world: World) -> None:
    kept = Kept(world)
    for _ in range(3):
        kept.journal.note("liste")
    kept.die()
    file = kept.folder / FILE
    data = file.read_bytes()
    file.write_bytes(data[:-1])
    kept.open().close()
    assert [line.n for line in kept.lines(NOWHERE)] == [1, 2]
    journal = kept.open()
    journal.note("liste")
    kept.die()
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    kept.open().close()
    assert [line.code for line in kept.lines(NOWHERE)] == ["liste", "liste", ALTERED]


def test_lines_of_the_file_are_refused_in_another_order(world: World) -> None:
    kept = Kept(world)
    kept.journal.note("liste")
    kept.journal.note("recherche")
    kept.die()
    file = kept.folder / FILE
    data = file.read_bytes()
    length = 4 + int.from_bytes(data[:4], "big")
    file.write_bytes(data[length:] + data[:length])
    kept.open().close()
    assert [line.code for line in kept.lines(NOWHERE)] == [ALTERED]


def test_the_file_says_nothing_to_who_reads_it(world: World) -> None:
    kept = Kept(world)
    kept.journal.note("consultation", b"r" * 16)
    data = (kept.folder / FILE).read_bytes()
    assert len(data) > 60
    assert b"consultation" not in data
    assert b"r" * 16 not in data


def test_a_code_that_nobody_declared_and_a_negative_count_are_made_harmless(world: World) -> None:
    kept = Kept(world)
    kept.journal.note("Une phrase sur quelqu’un", lignes=-4)
    kept.journal.close()
    assert [(line.code, line.counters) for line in kept.lines(NOWHERE)] == [("autre", {"lignes": 0})]


def test_without_room_people_read_on_and_nothing_leaves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(world)

    def full(*_: object) -> None:
        raise DisquePleinError

    with monkeypatch.context() as patched:
        patched.setattr(Spool, "append", full)
        kept.journal.note("consultation", b"r" * 16)
        with pytest.raises(DisquePleinError):
            kept.journal.note("impression", b"r" * 16)
    kept.journal.note("liste")
    kept.journal.close()
    found = kept.lines(NOWHERE)
    assert [line.code for line in found] == ["consultation", "liste"]


def test_what_leaves_is_safe_from_a_power_cut_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(world)
    synced: list[str] = []
    monkeypatch.setattr(Spool, "sync", lambda _self: synced.append("disk"))
    monkeypatch.setattr(kept.journal._executor, "submit", lambda _work: synced.append("later"))
    kept.journal.note("impression")
    assert synced == ["disk"]
    with suppress(AttributeError):
        kept.journal.note("consultation")
    assert synced == ["disk", "later"]


def test_the_chain_of_a_register_is_whole_across_days_and_openings(world: World) -> None:
    kept = Kept(world)
    for _ in range(3):
        kept.journal.note("liste")
        kept.clock.at += DAY_MS
        kept.journal.note("recherche", reponses=2)
        kept.journal.close()
        kept.journal = kept.open()
    store = kept.post.ports.store
    assert isinstance(store, SqlStore)
    with store.read() as uow:
        head = uow.journal.head(NOWHERE, kept.post.id)
        days = {line.day for line in uow.journal.lines(NOWHERE, kept.post.id)}
    assert head is not None
    lines = kept.lines(NOWHERE)
    end, flaws = check_lines(head.erased, [(line.n, line.t // DAY_MS, line) for line in lines])
    assert (end, flaws) == (head.last, [])
    assert len(days) == 4
