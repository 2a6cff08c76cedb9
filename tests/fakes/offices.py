"""Posts as the use cases see them: real keys, a store in memory or encrypted, and a journal that can be read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from unittest.mock import patch

from mvl_desktop.bootstrap import load_nomenclatures
from mvl_desktop.crypto import safety_code as codes
from mvl_desktop.crypto.suite1 import DICTIONARY, Suite1
from mvl_desktop.documents.agenda import CalendarFiles
from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.documents.table_reader import FileTableReader
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Carrier
from mvl_desktop.ports.store import Espace, Store
from mvl_desktop.services import carrying, enrolment, founding
from mvl_desktop.services.echeances_rules import Timetable, load_rules
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.services.piece_text import TextDuty
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.statistiques import load_indicators
from mvl_desktop.services.statistiques_calcul import Outils
from mvl_desktop.settings import Settings
from tests.fakes.store import MemoryStore
from tests.fakes.texts import FixedTextReader
from tests.fakes.world import ROOT, AtOnce, SetClock, open_bare_store, suite

SETTINGS = Settings(ROOT / "resources")
FICHES = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "resources" / "fiches").glob("*.json"))]


class HurriedSuite(Suite1):
    """The real suite, but codes de sûreté are stretched for a millisecond: `tests/unit/crypto` proves their price."""

    def safety_code(self, founder: bytes, request: bytes, operator: bytes) -> str:
        """Return a code made of the same things."""
        with patch.multiple(codes, M=1 << 10, T=1, P=1):
            return super().safety_code(founder, request, operator)


@cache
def hurried() -> Suite1:
    """Return the suite of offices: the one of posts has proved itself first."""
    suite()
    return HurriedSuite((ROOT / "resources" / DICTIONARY).read_bytes())


class SpyJournal:
    """The register of accesses, as a list."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, bytes | None]] = []

    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        self.lines.append((code, rec))

    def settle(self) -> None:
        pass

    def of(self, rec: str) -> list[str]:
        """Return the codes noted for a record."""
        return [code for code, noted in self.lines if noted is not None and noted.hex() == rec]


@dataclass
class Office:
    """An opened post, as `bootstrap` would make it, and short names for what tests do."""

    name: str
    folder: Path
    ports: Ports
    journal: SpyJournal
    clock: SetClock
    nomenclatures: Nomenclatures = field(default_factory=lambda: load_nomenclatures(SETTINGS))
    printer: DocumentPrinter = field(default_factory=lambda: DocumentPrinter(ROOT / "resources"))
    tables: FileTableReader = field(default_factory=FileTableReader)
    timetable: Timetable = field(default_factory=lambda: Timetable(load_rules(ROOT / "resources"), FrenchCalendars()))
    agenda: CalendarFiles = field(default_factory=CalendarFiles)
    medium: FileMedium = field(default_factory=FileMedium)
    carriers: Carriers = field(default_factory=lambda: Carriers(_no_service))

    @cached_property
    def chiffres(self) -> Outils:
        """What figures are made with, as `bootstrap` reads it."""
        return Outils(load_indicators(ROOT / "resources"), self.nomenclatures, self.timetable)

    @cached_property
    def texts(self) -> TextDuty:
        """Read attachments without a process, at once."""
        return TextDuty(self.ports, FixedTextReader())

    def found(self, name: str = "Délégation fictive", *, compartment_of: str | None = None) -> Espace:
        return founding.found_espace(self.ports, name, compartment_of=compartment_of)

    def admit(self, other: "Office", *espaces: str, role: str = "referent") -> None:
        """Bring another post in, by files and by the code read aloud."""
        invitation = enrolment.invite(self.ports, espaces, role)
        asked = enrolment.request_entry(other.ports, invitation)
        accepted = enrolment.accept(self.ports, asked.request, asked.code)
        assert accepted.answer is not None
        enrolment.join(other.ports, accepted.answer)

    def give(self, other: "Office") -> None:
        """Hand a lot over with everything that the other has not acknowledged, and merge it there."""
        lot = self.folder / f"{self.name} {self.clock.at} {len(self.journal.lines)}.lot"
        carrying.export_lot(self.ports, self.medium, (), "tous", lot)
        carrying.merge_lots(other.ports, other.medium, (lot,))

    def close(self) -> None:
        self.ports.store.close()


def open_office(
    folder: Path, name: str, *, clock: SetClock | None = None, in_memory: bool = False, crypto: Suite1 | None = None
) -> Office:
    """Make a post that somebody has just named."""
    clock, journal, crypto = clock or SetClock(), SpyJournal(), crypto or hurried()
    place = folder / name
    store: Store = MemoryStore(crypto, clock) if in_memory else open_bare_store(place, clock)
    with store.work() as uow:
        uow.identity.set(founding.POST_NAME, name)
        uow.commit()
    return Office(name, folder, Ports(store, crypto, clock, journal, AtOnce()), journal, clock)


def two_offices(folder: Path, espaces: Sequence[str] = ("Délégation fictive",)) -> tuple[Office, Office]:
    """Return a post that founded espaces, and another that entered them."""
    first, second = open_office(folder, "Alix"), open_office(folder, "Camille")
    for name in espaces:
        first.found(name)
    first.admit(second, *espaces)
    return first, second


def _no_service(_address: str) -> Carrier:
    raise RefusError("aucun_service")
