"""A post in memory, work done at once or held, alarms rung by hand: what windows are tested over."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_access import MemoryAccess
from tests.ui.memory_annuaire import MemoryAnnuaire
from tests.ui.memory_arbitration import MemoryArbitration
from tests.ui.memory_bilans import MemoryBilans
from tests.ui.memory_chiffres import MemoryChiffres
from tests.ui.memory_conservation import MemoryConservation
from tests.ui.memory_convention import MemoryConvention
from tests.ui.memory_copies import MemoryCopies
from tests.ui.memory_courriers import MemoryCourriers
from tests.ui.memory_custody import MemoryCustody
from tests.ui.memory_duplicates import MemoryDuplicates
from tests.ui.memory_echeances import MemoryEcheances
from tests.ui.memory_exports import MemoryExports
from tests.ui.memory_faits import MemoryFaits
from tests.ui.memory_fiches import MemoryFiches
from tests.ui.memory_formations import MemoryFormations
from tests.ui.memory_grilles import MemoryGrilles
from tests.ui.memory_importing import MemoryImporting
from tests.ui.memory_journal import MemoryJournal
from tests.ui.memory_lots import seen_lots
from tests.ui.memory_moving import MemoryMoving
from tests.ui.memory_reunions import MemoryReunions
from tests.ui.memory_security import MemorySecurity
from tests.ui.memory_state import CODES, COMMUNES, HOME, MemoryRecord, in_words
from tests.ui.memory_state import NOON as NOON
from tests.ui.memory_textes import MemoryTextes
from tests.ui.memory_transmissions import MemoryTransmissions
from tests.ui.memory_work import MemoryWork
from ui.background import Progress, Task, Watch
from ui.desk import Desk
from ui.lot_values import LotLine, LotsSeen, SaidSides
from ui.values import (
    Change,
    Choice,
    Conflict,
    DraftLine,
    Espace,
    Exchanged,
    Found,
    Introduction,
    LinkFrom,
    LotWritten,
    Member,
    Past,
    PastExchange,
    Piece,
    Record,
    Row,
    Situation,
    TextsRead,
    Typed,
    Unsent,
    Values,
    Version,
    WaitingRequest,
    Wanted,
)

T = TypeVar("T")


class Clock:
    """Time moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class HandAlarm:
    """Rings when the test says so much time has passed."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self.left: float | None = None

    def start(self, seconds: float) -> None:
        self.left = seconds

    def stop(self) -> None:
        self.left = None

    def forward(self, seconds: float) -> None:
        if self.left is None:
            return
        self.left -= seconds
        if self.left <= 0:
            self.left = None
            self._ring()


class HandAlarms:
    """Makes alarms, and moves them and the clock together."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.made: list[HandAlarm] = []

    def __call__(self, ring: Callable[[], None]) -> HandAlarm:
        alarm = HandAlarm(ring)
        self.made.append(alarm)
        return alarm

    def forward(self, seconds: float) -> None:
        self.clock.forward(seconds)
        for alarm in self.made:
            alarm.forward(seconds)


@dataclass
class HandTask:
    """A long work that stops when asked."""

    stopped: bool = False

    def cancel(self) -> None:
        self.stopped = True


class HandWatch:
    """The watch of a long work done at once."""

    def __init__(self, tell: Callable[[Progress], None], task: HandTask) -> None:
        self._tell, self._task = tell, task

    def progress(self, done: int, total: int, step: str = "") -> None:
        self._tell(Progress(done, total, step))

    def cancelled(self) -> bool:
        return self._task.stopped


class ImmediateBackground:
    """Work is done at once, and answered at once."""

    def run(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - what a thread would hand over
            on_error(error)
        else:
            on_done(result)

    def run_long(
        self,
        work: Callable[[Watch], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_progress: Callable[[Progress], None],
    ) -> Task:
        task = HandTask()
        self.run(lambda: work(HandWatch(on_progress, task)), on_done, on_error)
        return task

    def drain(self, seconds: float) -> bool:
        return seconds > 0

    def deliver(self) -> None:
        """Nothing waits."""

    def stop(self) -> None:
        """Nothing runs."""


class HeldBackground(ImmediateBackground):
    """Work waits until the test lets it go."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []
        self.tasks: list[HandTask] = []

    def run(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]) -> None:
        self.held.append(lambda: ImmediateBackground.run(self, work, on_done, on_error))

    def run_long(
        self,
        work: Callable[[Watch], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_progress: Callable[[Progress], None],
    ) -> Task:
        task = HandTask()
        self.tasks.append(task)
        self.run(lambda: work(HandWatch(on_progress, task)), on_done, on_error)
        return task

    def finish(self) -> None:
        """Do what waits, and what that asks for."""
        while self.held:
            self.held.pop(0)()


class MemoryDesk(
    MemoryWork,
    MemoryTextes,
    MemoryFiches,
    MemoryGrilles,
    MemoryArbitration,
    MemoryMoving,
    MemoryAccess,
    MemoryConservation,
    MemoryCopies,
    MemoryExports,
    MemoryDuplicates,
    MemoryImporting,
    MemoryJournal,
    MemorySecurity,
    MemoryCustody,
    MemoryTransmissions,
    MemoryCourriers,
    MemoryEcheances,
    MemoryFaits,
    MemoryFormations,
    MemoryReunions,
    MemoryChiffres,
    MemoryAnnuaire,
    MemoryConvention,
    MemoryBilans,
):
    """A post in memory. It keeps what is saved, refuses what the real one refuses, and counts what is asked."""

    # wordings

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        return [Choice(code, said) for code, said in CODES.get(nomenclature, {"un": "Un", "deux": "Deux"}).items()]

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        found = [Choice(code, said) for code, said in COMMUNES.items() if said.lower().startswith(text.lower())]
        return found[:limit] if nomenclature == "communes" else []

    def wording(self, nomenclature: str, code: str) -> str:
        return (COMMUNES | CODES.get(nomenclature, {})).get(code, code)

    def is_long(self, nomenclature: str) -> bool:
        return nomenclature == "communes"

    # lists

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        self._refuse()
        found = []
        for rec, record in self.records.items():
            words = " ".join(str(value) for value in record.champs.values()).lower()
            if record.kind == wanted.kind and wanted.text.lower() in words and self._matches(rec, wanted.filters):
                found.append(int(rec, 16))
        name = wanted.order.removeprefix("-")
        if name:
            found.sort(
                key=lambda number: str(self.records[f"{number:032x}"].champs.get(name, "")),
                reverse=wanted.order.startswith("-"),
            )
        return found

    def _matches(self, rec: str, filters: Sequence[tuple[str, str]]) -> bool:
        record = self.records[rec]
        told = {
            "etat_envoi": record.etat,
            "conflits": "oui" if any(each.id == rec for each in self.found_conflicts) else "non",
            "suivi": "oui" if record.suivi else "non",
            "espace": record.espace.id,
        }
        fits: dict[str, bool] = {}
        for name, value in filters:
            held = told.get(name, record.champs.get(name.rstrip("<>="), ""))
            if name.endswith((">=", "<=")):
                fits[name] = bool(held) and (str(held) >= value if name.endswith(">=") else str(held) <= value)
            else:
                fits[name] = fits.get(name, False) or (value in held if isinstance(held, list) else str(held) == value)
        return all(fits.values())

    def rows(self, kind: str, numbers: Sequence[int], text: str = "") -> Sequence[Row | None]:
        self.asked.append(f"rows {len(numbers)} {kind}")
        return [self._row(f"{number:032x}") for number in numbers]

    def _row(self, rec: str) -> Row | None:
        record = self.records.get(rec)
        return Row(rec, record.etat, 0, record.champs) if record else None

    def search(self, text: str, limit: int) -> Sequence[Found]:
        self.asked.append(f"search {text}")
        wanted = in_words(text).split()
        found = []
        for rec, record in reversed(self.records.items()):
            said = in_words(str(list(record.champs.values()))).replace("'", " ").split()
            if wanted and not record.reserve and all(any(word.startswith(part) for word in said) for part in wanted):
                found.append(Found(rec, record.kind, record.titre, str(record.champs.get("resume", ""))))
        return found[:limit]

    # records

    def read(self, rec: str) -> Record:
        record = self.held(rec)
        conflicts = tuple(each.champ for each in self.found_conflicts if each.id == rec)
        return Record(
            rec,
            record.kind,
            record.titre,
            record.espace.nom,
            record.etat,
            "À envoyer",
            "01-2026-K7-0012",
            conflicts,
            record.pieces,
            record.suivi,
            str(record.champs.get("statut", "")),
        )

    def history(self, rec: str) -> Sequence[Past]:
        return list(reversed(self.records[rec].past))

    def links_to(self, rec: str) -> Sequence[LinkFrom]:
        here = self.reference_of(rec)
        found = []
        for other, record in self.records.items():
            for lien in _maps(record.champs.get("liens")):
                if lien.get("vers") == here:
                    nature = self.wording("liens", str(lien.get("nature_lien", "")))
                    found.append(LinkFrom(other, nature, str(record.champs.get("reference", "")), record.titre))
        return found

    def print(self, rec: str, path: Path, *, masked: bool) -> None:
        self._refuse()
        if path.suffix.lower() not in (".pdf", ".odt"):
            raise RefusError("format_inconnu")
        path.write_text("" if masked else self.held(rec).titre)
        self.asked.append(f"print {path.name}{' masked' if masked else ''}")

    def follow(self, rec: str, *, followed: bool) -> None:
        self.held(rec).suivi = followed

    # drafts

    def homes(self, kind: str) -> Sequence[Espace]:
        apart = required(kind).compartiment
        known = self.espace_list or [HOME]
        found = [each for each in known if each.compartiment == apart and each.role not in ("reader", "auditor")]
        return sorted(found, key=lambda each: each.id != self.usual)

    def begin(self, kind: str, espace: str | None = None) -> Typed:
        self._refuse()
        homes = self.homes(kind)
        if not homes:
            raise RefusError("compartiment_requis" if required(kind).compartiment else "aucun_espace")
        chosen = next((each for each in homes if espace in (None, each.id)), None)
        if chosen is None:
            raise RefusError("espace_inconnu")
        typed = Typed(f"{next(self._ids):032x}", kind, None, {})
        self._homes[typed.id] = chosen
        return typed

    def edit(self, rec: str) -> Typed:
        kept = next((typed for typed in self.kept.values() if typed.rec == rec), None)
        if kept is not None:
            return replace(kept, kept=True)
        record = self.records[rec]
        return Typed(f"{next(self._ids):032x}", record.kind, rec, dict(record.champs))

    def keep(self, typed: Typed) -> datetime:
        self._refuse()
        self.keeps += 1
        self.kept[typed.id] = typed
        return NOON

    def save(self, typed: Typed) -> str:
        self._refuse()
        if typed.champs.get("objet") == "refusé":
            raise ChampInvalideError("objet", "texte_trop_long")
        self.saves += 1
        rec = typed.rec or typed.id
        before = self.records[rec].champs if rec in self.records else {}
        champs = {name: value for name, value in {**before, **typed.champs}.items() if value is not None}
        record = self.records.setdefault(
            rec, MemoryRecord(typed.kind, {}, espace=self._homes.get(typed.id, self.homes(typed.kind)[0]))
        )
        changes = tuple(
            Change(required(typed.kind).wording(name), str(before.get(name, "")), str(value))
            for name, value in champs.items()
            if before.get(name) != value
        )
        record.champs = champs
        record.past.append(Past(NOON, "Camille Exemple", changes))
        self.kept.pop(typed.id, None)
        return rec

    def drop(self, draft: str) -> None:
        self.kept.pop(draft, None)

    def drafts(self) -> Sequence[DraftLine]:
        return [
            DraftLine(typed.id, typed.kind, required(typed.kind).titre(typed.champs), NOON)
            for typed in reversed(self.kept.values())
        ]

    def resume(self, draft: str) -> Typed:
        if draft not in self.kept:
            raise RefusError("brouillon_inconnu")
        return replace(self.kept[draft], kept=True)

    # pieces

    def attach(self, rec: str, path: Path, *, original: bool = False) -> Record:
        return self.attach_bytes(rec, path.name, path.read_bytes())

    def attach_bytes(self, rec: str, nom: str, content: bytes) -> Record:
        self._refuse()
        record = self.held(rec)
        if not content:
            raise RefusError("piece_vide")
        if any(self.contents.get(piece.id) == content for piece in record.pieces):
            raise RefusError("piece_deja_jointe")
        piece = Piece(f"{next(self._ids):016x}", nom, len(content))
        self.contents[piece.id] = content
        record.pieces += (piece,)
        return self.read(rec)

    def content(self, rec: str, piece: str, limit: int) -> bytes | None:
        self._piece(rec, piece)
        content = self.contents.get(piece)
        return content if content is not None and len(content) <= limit else None

    def describe(self, rec: str, piece: str, said: Values) -> Record:
        self._refuse()
        known = self._piece(rec, piece)
        genre, origine, description = (str(said.get(name) or "") for name in ("genre", "origine", "description"))
        described = replace(known, genre=genre, origine=origine, description=description)
        record = self.held(rec)
        record.pieces = tuple(described if each == known else each for each in record.pieces)
        return self.read(rec)

    def detach(self, rec: str, piece: str) -> Record:
        self._refuse()
        gone = self._piece(rec, piece)
        record = self.held(rec)
        record.pieces = tuple(each for each in record.pieces if each != gone)
        return self.read(rec)

    def extract(self, rec: str, piece: str, path: Path) -> None:
        self._refuse()
        path.write_bytes(self.contents.get(piece, f"{rec} {piece}".encode()))

    def _piece(self, rec: str, piece: str) -> Piece:
        found = next((each for each in self.held(rec).pieces if each.id == piece), None)
        if found is None:
            raise RefusError("piece_introuvable")
        return found

    # exchanges

    def situation(self) -> Situation:
        waiting = sum(record.etat == "a_envoyer" for record in self.records.values())
        return Situation("Camille Exemple", len(self.found_conflicts), waiting, 0, self.service, self.last, self.alarms)

    def acknowledge(self, notices: Sequence[int]) -> None:
        self.alarms = tuple(notice for notice in self.alarms if notice.id not in notices)

    def unsent(self) -> Sequence[Unsent]:
        return [
            Unsent(rec, record.kind, required(record.kind).titre(record.champs), record.etat, "", NOON)
            for rec, record in self.records.items()
        ]

    def attested(self, limit: int) -> Sequence[Unsent]:
        return [each for each in self.unsent() if each.etat == "atteste"][:limit]

    def last_exchanges(self) -> Sequence[PastExchange]:
        return list(self.exchanges)

    def synchronise(self, watch: Watch) -> Exchanged:
        self._refuse()
        watch.progress(1, 2, "Envoi…")
        if watch.cancelled():
            raise RefusError("annule")
        for record in self.records.values():
            record.etat = "atteste"
        return Exchanged(2, 1, 0, 0, 0, 2)

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        self._refuse()
        watch.progress(1, 1)
        self.asked.append(f"export {recipient}")
        return LotWritten(path, 12, len(self.records), 4096)

    def examine_lots(self, paths: Sequence[Path], watch: Watch, *, recover: bool = False) -> LotsSeen:
        watch.progress(0, 0)
        names = " ".join(path.name for path in paths)
        self.asked.append(f"{'recover' if recover else 'examine'} {names}")
        report = replace(self.report, motif="", lus=3, annonces=5) if recover else self.report
        return seen_lots([replace(report, fichier=str(path)) for path in paths], self.lot_lines, recover=recover)

    def merge_lots(self, seen: LotsSeen, aside: Collection[str], receipt: Path | None, watch: Watch) -> LotsSeen:
        watch.progress(0, 0)
        self._refuse()
        names = " ".join(path.name for path in seen.fichiers)
        self.asked.append(" ".join(("merge", names, str(receipt), *sorted(aside))))
        return seen

    def compare_line(self, seen: LotsSeen, line: LotLine) -> SaidSides:
        self.asked.append(f"compare {line.id}")
        return self.sides

    def print_lots(self, path: Path, *, masked: bool) -> None:
        self._refuse()
        self.asked.append(f"report {path.name} {masked}")

    # membership

    def espaces(self) -> Sequence[Espace]:
        return list(self.espace_list)

    def members(self) -> Sequence[Member]:
        return list(self.member_list)

    def found(self, name: str, *, apart: bool = False) -> None:
        self._refuse()
        self.espace_list.append(Espace("e1", name, "admin"))
        if apart:
            self.found_compartments("e1")

    def found_compartments(self, espace: str) -> None:
        self._refuse()
        parent = next(each for each in self.espace_list if each.id == espace)
        for name in ("Signalants", "Pièces médicales"):
            made = Espace(f"{next(self._ids):032x}", f"{name} – {parent.nom}", "admin", True, compartiment_de=espace)
            self.espace_list.append(made)

    def use_home(self, espace: str) -> None:
        self.usual = espace

    def introduction(self) -> Introduction:
        return self.said

    def texts_read(self) -> TextsRead:
        return TextsRead(12, 1, 3)

    def introduce(self, said: Introduction) -> None:
        self._refuse()
        self.said = said
        self.persons = [
            replace(each, nom=said.nom, delegation=said.delegation) if each.ici else each for each in self.persons
        ]

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        self._refuse()
        self.asked.append(f"publish {espace} {address} {token}")

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        self._refuse()
        self.asked.append(f"invite {','.join(espaces)} {role} {path.name}")

    def request(self, invitation: Path, path: Path) -> str:
        self._refuse()
        self.asked.append(f"request {invitation.name} {path.name}")
        return self.code

    def accept(self, request: Path, code: str, path: Path) -> str:
        self._refuse()
        if code.replace(" ", "") != self.code.replace(" ", ""):
            raise RefusError("code_surete_different")
        self.asked.append(f"accept {request.name} {path.name}")
        return "d2"

    def join(self, answer: Path) -> None:
        self._refuse()
        self.asked.append(f"join {answer.name}")

    def service_of(self, invitation: Path) -> str:
        return self.service or ""

    def request_online(self, invitation: Path, address: str) -> str:
        self._refuse()
        self.asked.append(f"request {invitation.name} {address}")
        return self.code

    def waiting(self) -> Sequence[WaitingRequest]:
        return list(self.waiting_list)

    def accept_online(self, request: str, code: str) -> str:
        self._refuse()
        if code.replace(" ", "") != self.code.replace(" ", ""):
            raise RefusError("code_surete_different")
        self.waiting_list = [each for each in self.waiting_list if each.id != request]
        return "d2"

    def join_online(self) -> bool:
        self._refuse()
        return self.accepted

    def revoke(self, member: str, motif: str) -> None:
        self._refuse()
        self.asked.append(f"revoke {member} {motif}")

    def close(self) -> None:
        self.closed = True

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise RefusError(self.refusal)


def conflict(rec: str, champ: str = "objet", libelle: str = "Objet") -> Conflict:
    """Return two values that stand under a field."""
    versions = tuple(
        Version(f"{device}-1", poste, NOON - timedelta(hours=hours), valeur, valeur)
        for device, poste, hours, valeur in (
            ("aa", "Camille Exemple", 3, "Stage de jeûne, site A"),
            ("bb", "Claude Essai", 2, "Stage de jeûne prolongé"),
        )
    )
    return Conflict(rec, "signalement", "Stage de jeûne", champ, libelle, versions)


def values(**champs: object) -> Values:
    """Return fields."""
    return champs


if TYPE_CHECKING:
    _: type[Desk] = MemoryDesk


def _maps(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, (list, tuple)) else []
