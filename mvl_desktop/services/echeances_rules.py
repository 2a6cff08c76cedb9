"""What deadlines are computed with: the rules in force in each espace, the working days of each place, today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.regles_echeance import Regle, Regles
from mvl_desktop.exchange.checkpoints import AGREED
from mvl_desktop.history.clock import AHEAD_MAX_MS
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.calendars import Calendars
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.founding import presented
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "regle-echeance"
SIGNALANT = "signalant"
RULERS = frozenset({"referent", "operator", "admin"})
"""Who may change the rules of an espace."""
_CLOCK = "hlc"


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rules that come with the application, and the working days of each département."""

    rules: Regles
    calendars: Calendars


@dataclass(frozen=True, slots=True)
class Today:
    """The day that deadlines are seen from. `doubtful`: the clock of this post is behind what it has seen."""

    day: date
    doubtful: bool = False


def load_rules(resources: Path) -> Regles:
    """Read the rules that come with the application. ValueError when malformed."""
    return Regles.from_json(json.loads((resources / "echeances.json").read_text(encoding="utf-8")))


class Bench:
    """What is needed to compute the deadlines of records, within one unit of work."""

    def __init__(self, uow: UnitOfWork, ports: Ports, table: Timetable) -> None:
        """Read today and the usual département; the rules of an espace when they are first asked for."""
        self._uow, self._table = uow, table
        self.today = today_of(uow, ports)
        self.me = my_name(uow)
        usual = presented(uow).get("departements")
        self._usual = str(usual[0]) if isinstance(usual, list) and usual else ""
        self._rules: dict[bytes, Regles] = {}
        self._names: dict[bytes, str] = {}

    @property
    def country(self) -> Calendrier:
        """Return the working days of the whole country: every place has them at most."""
        return self._table.calendars.of("")

    def calendrier_of(self, champs: Mapping[str, object]) -> Calendrier:
        """Return the working days where a record belongs; those of this post when it does not say."""
        return self._table.calendars.of(str(champs.get("departement") or self._usual))

    def rules(self, espace: bytes) -> Regles:
        """Return the rules in force in an espace."""
        if espace not in self._rules:
            self._rules[espace] = rules_in(self._uow, self._table.rules, espace)
        return self._rules[espace]

    def espace_name(self, espace: bytes) -> str:
        """Return what an espace is called."""
        if espace not in self._names:
            known = self._uow.espaces.get(espace)
            self._names[espace] = known.name if known else ""
        return self._names[espace]


def today_of(uow: UnitOfWork, ports: Ports) -> Today:
    """Return the day of this post's clock, or a later one that it has seen: a clock that is late hides nothing.

    It has seen what the services signed, and when it wrote last.
    """
    now = ports.clock.ms()
    last = uow.identity.get(_CLOCK)
    seen = [int(last.split(".")[0])] if last else []
    seen += [uow.exchange.position(espace.id, AGREED) for espace in uow.espaces.all()]
    latest = max(seen, default=0)
    if latest <= now + AHEAD_MAX_MS:
        return Today(ports.clock.now().date())
    try:
        return Today(datetime.fromtimestamp(latest / 1000, UTC).date(), doubtful=True)
    except (OverflowError, ValueError, OSError):
        return Today(ports.clock.now().date(), doubtful=True)


def rules_in(uow: UnitOfWork, rules: Regles, espace: bytes) -> Regles:
    """Return the rules in force in an espace: its own over those of the application."""
    views = [view for rec in uow.records.find(KIND, espace) if (view := uow.records.get(rec)) is not None]
    views.sort(key=lambda view: (-view.updated_ms, view.rec))
    return rules.of_espace([nest(KIND, shown(view.state)) for view in views]) if views else rules


def whistle_references(uow: UnitOfWork, recs: frozenset[bytes]) -> frozenset[str]:
    """Return the references by which signalements name these signalants."""
    views = [view for rec in recs if (view := uow.records.get(rec)) is not None]
    return frozenset(str(Reference(view.espace, view.rec)) for view in views)


def is_whistle_blower(uow: UnitOfWork, champs: Mapping[str, object]) -> bool:
    """Whether the signalant of a record says to be one, for whoever may read it; False for everybody else."""
    named = champs.get(SIGNALANT)
    if not isinstance(named, str) or not named:
        return False
    try:
        reference = Reference.parse(named)
    except ReferenceInvalideError:
        return False
    view = uow.records.get(reference.rec)
    return view is not None and view.kind == SIGNALANT and shown(view.state).get("lanceur_alerte") is True


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as an espace has it. `id`: the record where the espace wrote it; empty for ours."""

    regle: Regle
    id: str = ""


def list_rules(ports: Ports, table: Timetable, *, espace: str | None = None) -> tuple[str, bool, list[RuleLine]]:
    """Return the espace, whether this post may change its rules, and every rule there, in order.

    Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    with ports.store.read() as uow:
        chosen = choose_espace(uow, espace)
        found = rules_in(uow, table.rules, chosen.id)
        written = {code: rec.hex() for code, rec in _written(uow, chosen.id).items()}
        permitted = _may_rule(uow, chosen.id)
    ports.journal.note("liste", lignes=len(found.regles))
    order = {rule.code: place for place, rule in enumerate(table.rules.regles)}
    rules = sorted(found.regles, key=lambda rule: (order.get(rule.code, len(order)), rule.libelle))
    return chosen.id.hex(), permitted, [RuleLine(rule, written.get(rule.code, "")) for rule in rules]


def keep_rule(ports: Ports, champs: Mapping[str, object], *, espace: str | None = None) -> str:
    """Write a rule of an espace, in the place of the one that it had under the same code; return the record's id.

    Raises ChampInvalideError, RefusError: regle_incomplete, role_insuffisant, aucun_espace, espace_inconnu,
    espace_ambigu.
    """
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        if not _may_rule(uow, chosen.id):
            raise RefusError("role_insuffisant")
        code = str(champs.get("code") or "") or f"espace_{ports.crypto.random(4).hex()}"
        said = {**champs, "code": code}
        if not said.get("libelle") or not said.get("evenement"):
            raise RefusError("regle_incomplete")
        written = _written(uow, chosen.id).get(code)
        if written is None:
            rec = create_in(uow, ports, chosen.id, KIND, said)
            note = "creation"
        else:
            rec, note = written, "modification"
            _change(uow, ports, rec, said)
        uow.commit()
    ports.journal.note(note, rec)
    return rec.hex()


def _change(uow: UnitOfWork, ports: Ports, rec: bytes, champs: Mapping[str, object]) -> None:
    view = existing(uow, rec.hex(), KIND)
    changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, view.espace, rec, KIND, changes, view.state.heads)


def _written(uow: UnitOfWork, espace: bytes) -> dict[str, bytes]:
    """Return the record of each code in an espace; of two that say the same code, the last written."""
    views = [view for rec in uow.records.find(KIND, espace) if (view := uow.records.get(rec)) is not None]
    views.sort(key=lambda view: (view.updated_ms, view.rec))
    return {str(shown(view.state).get("code") or view.rec.hex()): view.rec for view in views}


def _may_rule(uow: UnitOfWork, espace: bytes) -> bool:
    here = uow.espaces.registry(espace).devices.get(uow.identity.device().id)
    return here is not None and here.closed_at is None and here.role in RULERS
