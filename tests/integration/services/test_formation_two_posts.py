"""Where an action of training stands, on two posts that do not see each other: read from what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.ports.store import Query
from mvl_desktop.services.arbitration_queue import queue
from mvl_desktop.services.formations import collect_demand, decide_formation, hold_session
from mvl_desktop.services.records import add_record, existing, list_records, show_record
from mvl_desktop.services.revisions import write_revision
from tests.fakes.offices import Office, two_offices

Pair = tuple[Office, Office, str]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    first, second = two_offices(tmp_path)
    rec = add_record(first.ports, "formation", {"intitule": "Repérer l’emprise"})
    first.give(second)
    yield first, second, rec
    first.close()
    second.close()


def meet(first: Office, second: Office) -> None:
    second.give(first)
    first.give(second)


def told(office: Office, rec: str) -> object:
    """Return the state that a post shows: the same on the page, in its list, and to who filters it."""
    etat = show_record(office.ports, rec).champs["etat"]
    assert [each["etat"] for each in list_records(office.ports, Query("formation"))[1]] == [etat]
    assert list_records(office.ports, Query("formation", (("etat", str(etat)),)))[0] == 1
    return etat


def test_what_two_posts_did_apart_tells_one_state_and_is_never_to_be_decided(pair: Pair) -> None:
    first, second, rec = pair
    assert told(first, rec) == told(second, rec) == "recueil"
    collect_demand(first.ports, rec, {"departement": "93"})
    decide_formation(first.ports, rec, "retenue", "")
    hold_session(second.ports, rec, {"le": "2026-03-10", "effectif_siege": 12})
    assert (told(first, rec), told(second, rec)) == ("decidee", "tenue")
    meet(first, second)
    for office in (first, second):
        assert told(office, rec) == "tenue"
        assert show_record(office.ports, rec).conflits == {}
        assert queue(office.ports).total == 0
        with office.ports.store.read() as uow:
            revisions = uow.log.revisions(bytes.fromhex(rec))
        assert not any("etat" in (each.changes or {}) for each in revisions)


def test_the_states_that_two_older_posts_wrote_apart_are_not_read(pair: Pair) -> None:
    first, second, rec = pair
    for office, etat in ((first, "evaluee"), (second, "programmee")):
        with office.ports.store.work() as uow:
            view = existing(uow, rec)
            write_revision(uow, office.ports, view.espace, view.rec, view.kind, {"etat": etat}, view.state.heads)
            uow.commit()
    meet(first, second)
    for office in (first, second):
        assert told(office, rec) == "recueil"
        assert show_record(office.ports, rec).conflits == {}
        assert queue(office.ports).total == 0
        assert office.ports.store.check(thorough=True) == []
    collect_demand(first.ports, rec, {"departement": "93"})
    meet(first, second)
    assert told(first, rec) == told(second, rec) == "a_decider"
