"""R02: what is lost, and the way back. The lines of the table that no other file plays whole are here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_central.service import Service
from mvl_desktop.ports.store import Query
from mvl_desktop.services import exchanges, members
from mvl_desktop.services.history import history_of
from mvl_desktop.services.pieces import extract_piece, join_piece, list_pieces
from mvl_desktop.services.records import add_record, list_records, modify_record, show_record
from tests.fakes.guarded import LONG, NAME, enter, host, sync
from tests.fakes.inprocess import ADDRESS, make_service
from tests.fakes.offices import Office, open_office


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "central").mkdir()
    made = make_service(tmp_path / "central", lambda: 1_795_000_000_000)
    yield made
    made.database.close()


def two(tmp_path: Path, service: Service) -> tuple[Office, Office]:
    admin, agent = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    service.clock = admin.clock
    host(admin, service)
    host(agent, service)
    admin.found(NAME)
    sync(admin)
    enter(admin, agent, NAME)
    sync(admin, agent)
    return admin, agent


def told(office: Office, id_: str) -> list[tuple[object, object, object]]:
    return [(each["revision"], each["poste"], each["champs"]) for each in history_of(office.ports, id_)]


def test_a_lost_device_is_replaced_and_everything_comes_back_to_it(tmp_path: Path, service: Service) -> None:
    """Device: a new enrolment, the old one revoked, the present grant, all of it fetched again."""
    admin, agent = two(tmp_path, service)
    id_ = add_record(agent.ports, "signalement", {"objet": "Écrit avant la perte"})
    join_piece(agent.ports, id_, "photo.bin", len(LONG), [LONG])
    sync(agent, admin)
    modify_record(admin.ports, id_, {"resume": "Complété."})
    sync(admin)
    with agent.ports.store.read() as uow:
        lost = uow.identity.device().id.hex()
    agent.close()
    # The computer is gone. Another one enters under the same name, and the old one is closed.
    again = open_office(tmp_path / "neuf", "Camille")
    again.clock = admin.clock
    host(again, service)
    enter(admin, again, NAME)
    members.revoke_post(admin.ports, lost, motif="perte")
    sync(admin, again, admin, again)
    assert told(again, id_) == told(admin, id_)
    (piece,) = list_pieces(again.ports, id_)
    assert b"".join(extract_piece(again.ports, id_, piece.id)) == LONG
    modify_record(again.ports, id_, {"departement": "01"})
    sync(again, admin)
    assert show_record(admin.ports, id_).champs["departement"] == "01"
    states = {each.device: each.active for each in members.list_members(admin.ports)}
    assert states[lost] is False
    admin.close()
    again.close()


def test_a_lost_service_is_given_everything_again_by_one_member(tmp_path: Path, service: Service) -> None:
    """Server: nothing of it is left, not even a backup; a member publishes on another, the others follow."""
    admin, agent = two(tmp_path, service)
    ids = [add_record(agent.ports, "signalement", {"objet": f"Fictif {n}"}) for n in range(3)]
    join_piece(agent.ports, ids[0], "photo.bin", len(LONG), [LONG])
    sync(agent, admin)
    before = {id_: told(admin, id_) for id_ in ids}
    alone = add_record(agent.ports, "signalement", {"objet": "Attesté par le service perdu seul"})
    sync(agent)
    (tmp_path / "autre").mkdir()
    other = make_service(tmp_path / "autre", admin.clock)
    host(admin, other)
    host(agent, other)
    exchanges.publish(admin.ports, admin.carriers, NAME, ADDRESS, None)
    sync(admin)
    # A newcomer who never knew the lost service gets all of it from the new one.
    newcomer = open_office(tmp_path, "Ange")
    newcomer.clock = admin.clock
    host(newcomer, other)
    enter(admin, newcomer, NAME)
    sync(admin, newcomer)
    assert {id_: told(newcomer, id_) for id_ in ids} == before
    (piece,) = list_pieces(newcomer.ports, ids[0])
    assert b"".join(extract_piece(newcomer.ports, ids[0], piece.id)) == LONG
    add_record(agent.ports, "signalement", {"objet": "Après la perte"})
    # The others are told that this service has another story; a person reads it, and it is heard from its start.
    sync(agent)
    with agent.ports.store.read() as uow:
        (alarm,) = uow.exchange.alarms()
    assert alarm.code == "historique_divergent"
    exchanges.acknowledge_alarm(agent.ports, alarm.id)
    sync(agent, newcomer, agent, newcomer)
    assert list_records(newcomer.ports, Query("signalement"))[0] == 5
    assert show_record(newcomer.ports, alone).champs["objet"] == "Attesté par le service perdu seul"
    for each in (admin, agent, newcomer):
        each.close()
    other.database.close()
