"""Two desks and the real service in one process: enter by a code read aloud, and say truly what left and who has it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import pytest

from mvl_central.service import Service
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.ports.carrier import Carrier, CarrierError, ServiceUnreachableError
from mvl_desktop.services.demonstration import mark_demonstration
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.services.refusals import RefusError
from tests.fakes.inprocess import ADDRESS, InProcess, make_service
from tests.fakes.offices import Office, open_office
from tests.fakes.world import SetClock, memory_folder
from tests.ui.desks import merge
from ui.captures.posts import NoWatch
from ui.post_desk import PostDesk
from ui.values import Introduction, Unsent

WATCH = NoWatch()


@dataclass
class Town:
    """Posts, and the service that they may reach."""

    folder: Path
    service: Service
    clock: SetClock
    wires: dict[str, InProcess]
    offices: dict[str, Office]

    def desk(self, name: str) -> PostDesk:
        office = open_office(self.folder, name, clock=self.clock)
        wire = InProcess(self.service)
        client = httpx2.Client(transport=wire, base_url=ADDRESS)

        def carrier(address: str) -> Carrier:
            with office.ports.store.read() as uow:
                device = uow.identity.device()
            crypto = office.ports.crypto
            signer = Signer(device.id, lambda base: crypto.sign_http(device.auth, base), crypto.random, self.clock)
            return HttpCarrier(address, signer, client, timer=lambda: 0.0)

        office.carriers = Carriers(carrier)
        self.wires[name], self.offices[name] = wire, office
        return PostDesk(office)


@pytest.fixture
def town() -> Iterator[Town]:
    folder, clock = memory_folder(), SetClock()
    (folder / "service").mkdir()
    made = Town(folder, make_service(folder / "service", clock), clock, {}, {})
    yield made
    for office in made.offices.values():
        office.carriers.close()
        office.close()
    made.service.database.close()
    shutil.rmtree(folder)


@pytest.fixture
def hosted(town: Town) -> PostDesk:
    desk = town.desk("Alix")
    desk.found("Délégation fictive")
    desk.publish(desk.espaces()[0].id, ADDRESS, None)
    desk.synchronise(WATCH)
    return desk


def _signalement(desk: PostDesk, objet: str) -> str:
    return desk.save(replace(desk.begin("signalement"), champs={"objet": objet}))


def _admit(town: Town, host: PostDesk, name: str) -> tuple[PostDesk, str]:
    guest = town.desk(name)
    host.invite([host.espaces()[0].id], "agent", town.folder / "i")
    code = guest.request_online(town.folder / "i", "")
    (waiting,) = host.waiting()
    member = host.accept_online(waiting.id, code)
    assert guest.join_online()
    return guest, member


def _line(desk: PostDesk, rec: str) -> Unsent:
    return next(each for each in (*desk.unsent(), *desk.attested(50)) if each.id == rec)


def test_a_post_enters_through_the_service_by_the_code_read_aloud(town: Town, hosted: PostDesk) -> None:
    guest = town.desk("Claude")
    espace = hosted.espaces()[0]
    hosted.invite([espace.id], "agent", town.folder / "i")
    assert guest.service_of(town.folder / "i") == ADDRESS

    code = guest.request_online(town.folder / "i", "")
    assert not guest.join_online(), "nobody has accepted it yet"
    (waiting,) = hosted.waiting()
    assert (waiting.role, waiting.espaces) == ("agent", ("Délégation fictive",))

    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    with pytest.raises(RefusError) as refused:
        hosted.accept_online(waiting.id, wrong)
    assert refused.value.code == "code_surete_different"
    assert not guest.join_online()

    hosted.accept_online(waiting.id, code)
    assert guest.join_online()
    assert [each.nom for each in guest.espaces()] == ["Délégation fictive"]
    assert hosted.waiting() == []

    rec = _signalement(hosted, "Vu par les deux")
    hosted.synchronise(WATCH)
    guest.synchronise(WATCH)
    assert guest.read(rec).titre.endswith("Vu par les deux")


def test_who_sits_there_is_said_in_every_espace_even_those_to_come(town: Town, hosted: PostDesk) -> None:
    hosted.introduce(Introduction("Alix Exemple", "referent", "Ain", ("69", "01")))
    hosted.found("Région fictive")
    hosted.found_compartments(hosted.espaces()[0].id)
    assert {member.nom for member in hosted.members()} == {"Alix Exemple"}
    assert hosted.introduction() == Introduction("Alix Exemple", "referent", "Ain", ("69", "01"))
    with town.offices["Alix"].ports.store.read() as uow:
        postes = [uow.records.get(rec) for rec in uow.records.find("poste")]
    assert len(postes) == 4
    for poste in postes:
        assert poste is not None
        assert poste.state.fields["fonction"][0].value == "referent"
    assert hosted.begin("signalement").champs["departement"] == "69"


def test_compartments_are_founded_once_each_for_its_kind(hosted: PostDesk) -> None:
    espace = hosted.espaces()[0]
    hosted.found_compartments(espace.id)
    hosted.found_compartments(espace.id)
    apart = [each for each in hosted.espaces() if each.compartiment]
    assert [each.compartiment_de for each in apart] == [espace.id, espace.id]
    assert [len(hosted.homes(kind)) for kind in ("signalant", "pieces-medicales")] == [1, 1]
    assert hosted.homes("signalant") != hosted.homes("pieces-medicales")


def test_nothing_is_said_received_before_somebody_attested_it(town: Town, hosted: PostDesk) -> None:
    _admit(town, hosted, "Claude")
    rec = _signalement(hosted, "En route")
    service, *_ = _line(hosted, rec).voies
    assert (service.voie, service.etat, service.le) == ("service", "a_envoyer", None)

    hosted.export_lot(town.folder / "lot.mvl", None, WATCH)
    line = _line(hosted, rec)
    assert line.etat == "remis"
    assert [(way.voie, way.quoi, way.etat) for way in line.voies] == [
        ("service", ADDRESS, "a_envoyer"),
        ("lot", "1", "remis"),
    ]

    town.wires["Alix"].lose = 0
    with pytest.raises(CarrierError):
        hosted.synchronise(WATCH)
    assert _line(hosted, rec).etat == "remis", "a lost answer proves nothing"

    hosted.synchronise(WATCH)
    line = _line(hosted, rec)
    assert line.etat == "atteste"
    service, lot = line.voies
    assert (service.etat, lot.etat) == ("atteste", "remis")
    assert service.le is not None
    assert rec not in {each.id for each in hosted.unsent()}


def test_a_lot_for_one_person_says_for_whom_and_its_receipt_comes_back(town: Town, hosted: PostDesk) -> None:
    guest, member = _admit(town, hosted, "Claude")
    guest.synchronise(WATCH)
    hosted.synchronise(WATCH)
    rec = _signalement(hosted, "Par la clé")
    hosted.export_lot(town.folder / "lot.mvl", member, WATCH)
    lot = _line(hosted, rec).voies[-1]
    assert (lot.etat, lot.destinataire) == ("remis", "Claude")

    merge(guest, town.folder / "lot.mvl", town.folder / "recu.mvl")
    merge(hosted, town.folder / "recu.mvl")
    lot = _line(hosted, rec).voies[-1]
    assert lot.etat == "atteste"


def test_the_last_exchanges_are_told_with_their_reason(town: Town, hosted: PostDesk) -> None:
    _signalement(hosted, "Un")
    hosted.synchronise(WATCH)
    town.wires["Alix"].down = True
    with pytest.raises(ServiceUnreachableError):
        hosted.synchronise(WATCH)
    last, before, *_ = hosted.last_exchanges()
    assert (last.voie, last.arret, last.nombres) == ("service", "service_injoignable", ())
    assert (before.arret, before.nombres[0] > 0) == ("", True)


def test_a_person_who_stops_an_exchange_is_told_so(town: Town, hosted: PostDesk) -> None:
    class Stopped(NoWatch):
        def cancelled(self) -> bool:
            return True

    _signalement(hosted, "Deux")
    with pytest.raises(RefusError) as refused:
        hosted.synchronise(Stopped())
    assert refused.value.code == "annule"
    assert hosted.last_exchanges()[0].arret == "annule"
    hosted.export_lot(town.folder / "lot.mvl", None, WATCH)
    with pytest.raises(RefusError) as refused:
        hosted.examine_lots([town.folder / "lot.mvl"], Stopped())
    assert refused.value.code == "annule"


def test_a_demonstration_lets_nobody_in_and_enters_nowhere(town: Town, hosted: PostDesk) -> None:
    hosted.invite([hosted.espaces()[0].id], "agent", town.folder / "i")
    demo = town.desk("Démonstration")
    demo.found("Espace inventé")
    mark_demonstration(town.offices["Démonstration"].ports)
    espace = demo.espaces()[0].id
    for attempt in (
        lambda: demo.request_online(town.folder / "i", ""),
        lambda: demo.request(town.folder / "i", town.folder / "d"),
        lambda: demo.invite([espace], "agent", town.folder / "faux"),
    ):
        with pytest.raises(RefusError) as refused:
            attempt()
        assert refused.value.code == "demonstration_isolee"
    assert not (town.folder / "faux").exists()
    assert town.wires["Démonstration"].requests == []
