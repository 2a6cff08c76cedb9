"""The journal of access as people use it: what is done behind its back shows, and only auditors see others' lines."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mvl_desktop.domain.cells import safe_cell
from mvl_desktop.ports.journal import SealedLine
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.journal import DAY_MS, Place, line_id
from mvl_desktop.protocol.objects import JournalEntry
from mvl_desktop.services import audit, audit_export, exchanges, records
from mvl_desktop.services.audit_export import describe, export_journal, is_sound
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.store.journal import StoreJournal
from mvl_desktop.store.sql import Sql
from mvl_desktop.store.unit_of_work import SqlStore, SqlUnitOfWork
from tests.fakes.offices import Office, open_office
from tests.fakes.world import AtOnce, suite


def journaled(office: Office) -> Office:
    """Give an office the real journal."""
    folder = office.folder / f"journal {office.name}"
    folder.mkdir()
    journal = StoreJournal(folder, office.ports.store, suite(), office.clock, AtOnce())
    office.ports = dataclasses.replace(office.ports, journal=journal)
    return office


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Office]:
    office = journaled(open_office(tmp_path, "Alix"))
    office.found()
    rec = records.add_record(office.ports, "signalement", {"objet": "Fictif"})
    for _ in range(4):
        office.clock.at += 60_000
        records.show_record(office.ports, rec)
    office.ports.journal.settle()
    yield office
    office.close()


def behind(office: Office, act: Callable[[Sql], object]) -> None:
    """Change the store as somebody would who holds its key and knows its tables."""
    store = office.ports.store
    assert isinstance(store, SqlStore)
    with store.work() as uow:
        assert isinstance(uow, SqlUnitOfWork)
        act(uow.context.sql)
        uow.commit()


def codes(office: Office) -> list[str]:
    return [str(found["code"]) for found in describe(audit.registers(office.ports))]


def kept(office: Office) -> tuple[bytes, list[SealedLine], list[JournalEntry]]:
    def look(uow: UnitOfWork) -> tuple[bytes, list[SealedLine], list[JournalEntry]]:
        espace = uow.espaces.all()[0].id
        lines = uow.journal.lines(espace, uow.identity.device().id)
        entries = []
        for line in lines:
            key = uow.journal.day_key(espace, line.day)
            assert key is not None
            entries.append(suite().open_line(key, espace, line.device, line.day, line.n, line.sealed))
        return espace, lines, entries

    with office.ports.store.read() as uow:
        return look(uow)


def rewrite(office: Office, change: Callable[[list[JournalEntry]], list[JournalEntry]], *, rechain: bool) -> None:
    """Write the lines of a register anew, sealed as they should be; `rechain`: chained and ended anew too."""
    espace, lines, entries = kept(office)
    changed = change(entries)
    with office.ports.store.read() as uow:
        keys = {line.day: uow.journal.day_key(espace, line.day) for line in lines}
        head = uow.journal.head(espace, lines[0].device)
    assert head is not None
    key = next(iter(keys.values()))
    assert key is not None
    prev, sealed = entries[0].prev, []
    last = head.last
    for n, entry in enumerate(changed, 1):
        now = entry
        if rechain:
            now = JournalEntry(1, entry.device, n, prev, entry.t, entry.code, entry.rec, entry.counters)
            prev, last = line_id(now), Place(n, line_id(now))
        day = now.t // DAY_MS
        if day not in keys:
            behind(office, lambda sql, day=day: sql.run("INSERT INTO journal_day VALUES(?, ?, ?)", espace, day, key))  # type: ignore[misc]
            keys[day] = key
        under = keys[day]
        assert under is not None
        sealed.append(SealedLine(espace, now.device, now.n, day, suite().seal_line(under, espace, day, now)))
    behind(office, lambda sql: sql.run("DELETE FROM journal_line WHERE espace = ?", espace))
    with office.ports.store.work() as uow:
        uow.journal.add_lines(sealed, last)
        uow.commit()


def test_a_register_left_alone_is_whole(agent: Office) -> None:
    assert codes(agent) == []
    assert [access.code for access in audit.my_accesses(agent.ports)][-6:] == [
        *["consultation"] * 4,
        "creation",
        "fondation",
    ]
    assert is_sound(audit.registers(agent.ports))


def test_a_line_taken_out_leaves_a_hole(agent: Office) -> None:
    behind(agent, lambda sql: sql.run("DELETE FROM journal_line WHERE n = 3"))
    assert codes(agent) == ["lignes_manquantes"]
    assert not is_sound(audit.registers(agent.ports))


def test_the_last_lines_taken_out_are_missed(agent: Office) -> None:
    _, lines, _ = kept(agent)
    behind(agent, lambda sql: sql.run("DELETE FROM journal_line WHERE n >= ?", lines[-2].n))
    assert codes(agent) == ["fin_absente"]


def test_two_lines_that_change_places_open_no_more(agent: Office) -> None:
    def swap(sql: Sql) -> None:
        sql.run("UPDATE journal_line SET n = 1000 WHERE n = 2")
        sql.run("UPDATE journal_line SET n = 2 WHERE n = 3")
        sql.run("UPDATE journal_line SET n = 3 WHERE n = 1000")

    behind(agent, swap)
    assert codes(agent) == ["illisible"]


def test_lines_sealed_again_in_another_order_break_the_chain(agent: Office) -> None:
    def swap(entries: list[JournalEntry]) -> list[JournalEntry]:
        second, third = entries[1], entries[2]
        return [
            entries[0],
            JournalEntry(1, third.device, 2, second.prev, third.t, third.code, third.rec, third.counters),
            JournalEntry(1, second.device, 3, third.prev, second.t, second.code, second.rec, second.counters),
            *entries[3:],
        ]

    rewrite(agent, swap, rechain=False)
    assert "chaine_rompue" in codes(agent)


def test_a_line_dated_back_shows_even_when_the_chain_is_made_again(agent: Office) -> None:
    def dated_back(entries: list[JournalEntry]) -> list[JournalEntry]:
        last = entries[-1]
        old = last.t - 40 * DAY_MS
        return [*entries[:-1], JournalEntry(1, last.device, last.n, last.prev, old, last.code, last.rec, last.counters)]

    rewrite(agent, dated_back, rechain=True)
    assert codes(agent) == ["heure_reculee"]


def test_what_was_signed_is_remembered_when_the_whole_chain_is_made_again(agent: Office, tmp_path: Path) -> None:
    auditor = open_office(tmp_path, "Dominique")
    agent.admit(auditor, role="auditor")
    agent.clock.at += DAY_MS
    audit.keep_registers(agent.ports)

    def without_second(entries: list[JournalEntry]) -> list[JournalEntry]:
        return [entry for entry in entries if entry.n != 2]

    assert codes(agent) == []
    rewrite(agent, without_second, rechain=True)
    assert "autre_que_signe" in codes(agent)
    auditor.close()


def test_an_auditor_sees_every_post_and_its_holes_others_their_own(agent: Office, tmp_path: Path) -> None:
    auditor, colleague = open_office(tmp_path, "Dominique"), open_office(tmp_path, "Camille")
    agent.admit(auditor, role="auditor")
    agent.admit(colleague)
    agent.give(auditor)
    agent.give(colleague)
    with colleague.ports.store.read() as uow:
        camille = uow.identity.device().id.hex()
    with agent.ports.store.read() as uow:
        alix = uow.identity.device().id.hex()
    every = audit.registers(auditor.ports)
    # Who sits where is a record like another: whoever holds no key knows posts by their codes.
    assert "Alix" not in {each.poste for each in every}
    found = {"Alix" if each.device == alix else each.poste: each for each in every}
    [silent] = [each for each in every if each.device == camille]
    assert audit.is_auditor(auditor.ports)
    assert not audit.is_auditor(colleague.ports)
    assert found["Alix"].lines > 4
    assert [anomaly.code for anomaly in silent.anomalies] == ["rien_recu"]
    assert [anomaly.code for anomaly in found["Alix"].anomalies] == []
    lines = audit.accesses_of(auditor.ports, found["Alix"].espace, found["Alix"].device)
    assert lines[0].n == found["Alix"].lines
    assert {line.code for line in lines} >= {"fondation", "creation", "consultation", "admission"}
    assert audit.registers(colleague.ports) == []
    seen = found["Alix"]
    assert audit.accesses_of(colleague.ports, seen.espace, seen.device) == []
    for office in (auditor, colleague):
        office.close()


def test_the_file_says_lines_and_verification_and_its_making_is_noted(agent: Office, tmp_path: Path) -> None:
    behind(agent, lambda sql: sql.run("DELETE FROM journal_line WHERE n = 3"))
    found, lines = export_journal(agent.ports, tmp_path / "journal.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "journal.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + lines + 1
    assert rows[-1][2] == "3-3"
    assert rows[-1][-1] == "anomalie"
    assert {row[-1] for row in rows[1:-1]} == {"ok"}
    assert not is_sound(found)
    export_journal(agent.ports, tmp_path / "journal.json")
    document = json.loads((tmp_path / "journal.json").read_text("utf-8"))
    assert document["verification"]["ok"] is False
    assert document["lignes"][-1]["code"] == "journal_exporte"
    assert "Fictif" not in (tmp_path / "journal.json").read_text("utf-8")
    with pytest.raises(RefusError):
        export_journal(agent.ports, tmp_path / "journal.exe")


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "%x", "\tx", "\rx", " =1", "\ufeff=1", "\uff1d1"]
)
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    assert safe_cell(start) == "'" + start
    assert safe_cell("Alix") == "Alix"


def test_names_of_posts_are_cells_too(agent: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = audit.Access("e", '=HYPERLINK("x")', 1, agent.clock.at, "liste", "", {})
    monkeypatch.setattr(audit_export, "all_accesses", lambda _ports: ([], [line]))
    export_journal(agent.ports, tmp_path / "journal.csv")
    assert "'=HYPERLINK" in (tmp_path / "journal.csv").read_text("utf-8-sig")


def test_twelve_months_later_nothing_of_a_line_is_left_in_the_store(agent: Office) -> None:
    espace, lines, _ = kept(agent)
    old = {bytes(line.sealed) for line in lines}
    with agent.ports.store.read() as uow:
        key = uow.journal.day_key(espace, lines[0].day)
    assert key is not None
    agent.clock.at += 366 * DAY_MS
    audit.keep_registers(agent.ports)
    store = agent.ports.store
    assert isinstance(store, SqlStore)
    with store.read() as uow:
        sql = uow.context.sql
        tables = sql.column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'journal%'")
        left = {cell for table in tables for row in sql.all(f'SELECT * FROM "{table}"') for cell in row}  # noqa: S608
    assert key not in left
    assert not old & left
    assert codes(agent) == []
    assert [access.code for access in audit.my_accesses(agent.ports)][-1] == "journal_purge"


def test_an_alarm_and_its_reading_are_noted(agent: Office) -> None:
    with agent.ports.store.work() as uow:
        uow.exchange.alarm("retenue_suspectee", uow.espaces.all()[0].id)
        uow.commit()
    [alarm] = exchanges.standing(agent.ports).alarms
    exchanges.acknowledge_alarm(agent.ports, alarm[0])
    assert audit.my_accesses(agent.ports)[1].code == "alarme_lue"
