"""An espace with three guardians, hosted by the real service, with a life behind it: what a recovery starts from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import httpx2

from mvl_central.copies import copy_espace as copy_from_service
from mvl_central.service import Service
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.services import carrying, custodians, enrolment, espace_copies, exchanges, members, pieces, records
from mvl_desktop.services.custodian_sheets import Card
from mvl_desktop.services.erasure import erase_record, erase_revisions
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.services.history import history_of
from tests.fakes.inprocess import ADDRESS, InProcess, make_service
from tests.fakes.offices import Office, open_office
from tests.fakes.world import suite

NAME = "Délégation fictive"
LONG = bytes(range(251)) * 3000
"""Longer than two chunks."""
NOTE = "Une note inventée, avec des accents.\n".encode()
PAIRS = tuple(combinations(range(3), 2))


@dataclass
class Guardians:
    """Three people and their sheets."""

    cards: list[Card] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    @classmethod
    def three(cls) -> "Guardians":
        made = cls()
        for name in ("Sacha Inventé", "Charlie Imaginaire", "Noor Fictif"):
            seed, public = suite().new_custodian()
            made.cards.append(Card(name, public))
            made.sheets.append(" ".join(suite().seed_words(seed)))
        return made

    def pair(self, ranks: Sequence[int]) -> list[str]:
        return [self.sheets[rank] for rank in ranks]


@dataclass
class Guarded:
    """The espace, who is in it, its guardians, and two copies of it."""

    folder: Path
    service: Service
    admin: Office
    agent: Office
    guardians: Guardians
    case: str = ""
    other: str = ""
    copies: dict[str, Path] = field(default_factory=dict)
    before: Path = Path()
    """A copy made before anything was erased."""

    @property
    def founder(self) -> str:
        with self.admin.ports.store.read() as uow:
            return uow.espaces.all()[0].founder.hex()

    def close(self) -> None:
        self.admin.close()
        self.agent.close()
        self.service.database.close()


def host(office: Office, service: Service) -> InProcess:
    """Tie a post to a service that runs in this process."""
    transport = InProcess(service)
    with office.ports.store.read() as uow:
        device = uow.identity.device()
    crypto = office.ports.crypto
    signer = Signer(device.id, lambda base: crypto.sign_http(device.auth, base), crypto.random, office.clock)
    office.carriers = Carriers(
        lambda address: HttpCarrier(address, signer, httpx2.Client(transport=transport), timer=lambda: 0.0)
    )
    return transport


def sync(*offices: Office) -> None:
    for office in offices:
        office.clock.at += 1000
        exchanges.synchronise(office.ports, office.carriers, ADDRESS)


def enter(admin: Office, other: Office, *espaces: str, role: str = "referent") -> None:
    """Bring a post in: where a service decides, it is asked between the code and the answer."""
    invitation = enrolment.invite(admin.ports, espaces, role)
    asked = enrolment.request_entry(other.ports, invitation)
    accepted = enrolment.accept(admin.ports, asked.request, asked.code)
    if accepted.answer is None:
        sync(admin)
        accepted = enrolment.accept(admin.ports, asked.request, asked.code)
    assert accepted.answer is not None
    enrolment.join(other.ports, accepted.answer)


def guarded_espace(folder: Path) -> Guarded:
    """Play a life: two posts, a third revoked, a conflict, attachments, what was erased; then copy it twice."""
    admin, agent = open_office(folder, "Alix"), open_office(folder, "Camille")
    place = folder / "service"
    place.mkdir(parents=True)
    service = make_service(place, admin.clock)
    guardians = Guardians.three()
    admin.found(NAME)
    host(admin, service)
    host(agent, service)
    sync(admin)
    enter(admin, agent, NAME)
    sync(admin, agent)
    custodians.set_custodians(admin.ports, None, guardians.cards)
    sync(admin, agent)
    held = Guarded(folder, service, admin, agent, guardians)
    _live(held)
    sync(admin, agent, admin, agent)
    held.copies = {"poste": folder / "poste.mvl-espace", "service": folder / "service.mvl-espace"}
    espace_copies.copy_espace(agent.ports, None, held.copies["poste"])
    with agent.ports.store.read() as uow:
        id_ = uow.espaces.all()[0].id.hex()
    copy_from_service(service.database, id_, held.copies["service"])
    return held


def _live(held: Guarded) -> None:
    admin, agent = held.admin, held.agent
    held.case = records.add_record(admin.ports, "signalement", {"objet": "Un stage inventé", "resume": "Un début."})
    pieces.join_piece(admin.ports, held.case, "note.txt", len(NOTE), [NOTE])
    pieces.join_piece(admin.ports, held.case, "../long nom.bin", len(LONG), [LONG])
    sync(admin, agent)
    records.modify_record(admin.ports, held.case, {"objet": "Vu par Alix", "natures": ["autre"]})
    records.modify_record(agent.ports, held.case, {"objet": "Vu par Camille", "departement": "01"})
    gone = records.add_record(agent.ports, "signalement", {"objet": "À effacer en entier"})
    held.other = records.add_record(agent.ports, "signalement", {"objet": "Juste"})
    records.modify_record(agent.ports, held.other, {"resume": "saisi par erreur"})
    records.modify_record(agent.ports, held.other, {"resume": "Enfin juste."})
    sync(agent, admin)
    held.before = held.folder / "avant.mvl-espace"
    espace_copies.copy_espace(agent.ports, None, held.before)
    wrong = str(history_of(admin.ports, held.other)[1]["revision"])
    erase_record(admin.ports, gone, motif="hors_champ")
    erase_revisions(admin.ports, held.other, [wrong])
    sync(admin, agent)
    left = open_office(held.folder, "Lou")
    host(left, held.service)
    enter(admin, left, NAME)
    sync(admin, left)
    records.modify_record(left.ports, held.other, {"departement": "38"})
    sync(left, admin)
    with left.ports.store.read() as uow:
        device = uow.identity.device().id.hex()
    records.modify_record(left.ports, held.other, {"departement": "74"})
    members.revoke_post(admin.ports, device)
    sync(admin, agent)
    # A lot that comes too late goes to quarantine, and is handed to the service as everything is.
    late = held.folder / "trop tard.lot"
    carrying.export_lot(left.ports, left.medium, (), "Camille", late)
    carrying.merge_lots(agent.ports, agent.medium, (late,))
    left.close()
