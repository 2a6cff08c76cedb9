"""Use cases on deadlines: what is due, by person and by espace; those of one record; what people say of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from mvl_desktop.domain.echeances_faits import LANCEUR, elements, text
from mvl_desktop.domain.echeancier import (
    A_TENIR,
    GROUP,
    OPEN,
    REPORTEE,
    SANS_OBJET,
    TENUE,
    Echeance,
    decision,
    echeances,
)
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.regles_echeance import COPIE, SIGNALEMENT, Regle
from mvl_desktop.domain.text import clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.echeances_candidates import Scope, candidates, open_copies
from mvl_desktop.services.echeances_owed import Owed
from mvl_desktop.services.echeances_rules import Bench, Timetable, Today, is_whistle_blower
from mvl_desktop.services.echeances_sources import owed, sourced
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

STATES = (A_TENIR, TENUE, REPORTEE, SANS_OBJET)
SPOKEN_OF = (SIGNALEMENT, "convention")
"""The kinds of record that hold what people say of their deadlines."""
HORIZON_DAYS = 92
"""How far ahead the page looks: a quarter, the longest delay but one."""
OPENED_MAX = 150
"""Records opened for each rule, the oldest and as many of the newest: the page says when there are more."""
LIBELLE_MAX, MOTIF_MAX = 200, 500


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline and the record that it is of."""

    rec: str
    kind: str
    espace: str
    espace_nom: str
    reference: str
    titre: str = field(repr=False)
    titulaire: str = field(repr=False)
    echeance: Echeance = field(repr=False)
    mine: bool = False

    @property
    def reserve(self) -> bool:
        """Whether it tells something of the signalant, which is kept apart."""
        return self.echeance.regle is not None and self.echeance.regle.reserve


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due. `more`: records were left unopened for want of room, and may have deadlines too."""

    today: Today
    lignes: tuple[Due, ...]
    more: bool = False


def todo(
    ports: Ports, table: Timetable, *, personne: str = "", espace: str | None = None, until: date | None = None
) -> Agenda:
    """Return what is due, the most late first; the reading is noted. `personne`: what she is in charge of.

    Raises RefusError: espace_inconnu, espace_ambigu.
    """
    with ports.store.read() as uow:
        chosen = choose_espace(uow, espace).id if espace else None
        bench = Bench(uow, ports, table)
        limit = until or bench.today.day + timedelta(days=HORIZON_DAYS)
        found = due_by(uow, bench, Scope(limit, chosen, personne, OPENED_MAX))
    ports.journal.note("liste", lignes=len(found.lignes))
    return found


def due_by(uow: UnitOfWork, bench: Bench, scope: Scope) -> Agenda:
    """Return what is due in a scope, within a unit of work already open; nothing is noted."""
    espaces = [scope.espace] if scope.espace is not None else _working(uow)
    rules = {rule: None for each in espaces for rule in bench.rules(each).regles}
    numbers, more = candidates(uow, rules, bench.country, scope)
    copies = open_copies(uow, scope) if not scope.personne else ()
    lines: list[Due] = []
    # Each kind has its share of the lines that are enough: many signalements hide no term of a convention.
    for kind, ids in ((SIGNALEMENT, numbers), (COPIE, copies), *sourced(uow, scope)):
        records = 0
        for view in _opened(uow, kind, ids):
            due = [each for each in deadlines_of(uow, bench, view) if _is_due(each, scope)]
            lines += due
            records += bool(due)
            if scope.lines is not None and records >= scope.lines:
                break
    lines += [_owed_line(bench, each) for each in owed(uow, bench, scope)]
    return Agenda(bench.today, tuple(sorted(lines, key=_rank)), more)


def deadlines_of(uow: UnitOfWork, bench: Bench, view: RecordView) -> list[Due]:
    """Return every deadline of a record, settled ones included."""
    champs = values_of(uow, view)
    rules = bench.rules(view.espace).for_kind(view.kind)
    return [
        _line(bench, view, champs, each)
        for each in echeances(champs, rules, bench.calendrier_of(champs), bench.today.day, kind=view.kind)
    ]


def values_of(uow: UnitOfWork, view: RecordView) -> dict[str, object]:
    """Return the values that deadlines are computed from. A record that does not say when it came was made then."""
    return _with_known(uow, nest(view.kind, shown(view.state)), view.created_ms)


def record_deadlines(ports: Ports, table: Timetable, id_: str) -> list[Due]:
    """Return the deadlines of one record; the access is noted. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        found = deadlines_of(uow, Bench(uow, ports, table), view)
    ports.journal.note("consultation", view.rec)
    return found


def typed_deadlines(ports: Ports, table: Timetable, espace: str, champs: Mapping[str, object]) -> list[Echeance]:
    """Return the deadlines of what is typed in a form, as it is typed."""
    with ports.store.read() as uow:
        bench = Bench(uow, ports, table)
        known = _with_known(uow, champs, ports.clock.ms())
        rules = bench.rules(bytes.fromhex(espace)).for_kind(SIGNALEMENT)
        return list(echeances(known, rules, bench.calendrier_of(known), bench.today.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of a deadline. `cle`: the one it is about; without, one is added."""

    etat: str
    cle: str = ""
    libelle: str = field(default="", repr=False)
    pour_le: date | None = None
    motif: str = field(default="", repr=False)
    responsable: str = field(default="", repr=False)


def decide_typed(
    ports: Ports, table: Timetable, espace: str, champs: Mapping[str, object], said: Said
) -> dict[str, object]:
    """Return what is typed with what somebody says of one of its deadlines, or with one more.

    Raises RefusError: echeance_inconnue, echeance_reservee, etat_inconnu, motif_requis, date_requise,
    libelle_requis.
    """
    with ports.store.read() as uow:
        bench = Bench(uow, ports, table)
        known = _with_known(uow, champs, ports.clock.ms())
        rules = bench.rules(bytes.fromhex(espace)).for_kind(SIGNALEMENT)
        return {**champs, GROUP: _decided(ports, bench, known, rules, said)}


def decide(ports: Ports, table: Timetable, id_: str, said: Said) -> str:
    """Write what somebody says of a deadline of a record, or add one; return the id of the element.

    Raises RefusError: fiche_inconnue, echeance_inconnue, echeance_reservee, etat_inconnu, motif_requis,
    date_requise, libelle_requis, lecture_seule.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_)
        if view.kind not in SPOKEN_OF:
            raise RefusError("fiche_inconnue")
        bench = Bench(uow, ports, table)
        known, flat = values_of(uow, view), shown(view.state)
        rules = bench.rules(view.espace).for_kind(view.kind)
        before = {text(each, "id") for each in elements(known, GROUP)}
        group = _decided(ports, bench, known, rules, said, view.kind)
        changes = flatten(view.kind, {GROUP: group}, flat, lambda: ports.crypto.random(8).hex())
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
    ports.journal.note("modification", view.rec)
    touched = [text(each, "id") for each in group if text(each, "id") not in before]
    return touched[0] if touched else said.cle


def _decided(
    ports: Ports,
    bench: Bench,
    champs: Mapping[str, object],
    rules: Sequence[Regle],
    said: Said,
    kind: str = SIGNALEMENT,
) -> list[Mapping[str, object]]:
    """Return the group of a record with what is said."""
    held = elements(champs, GROUP)
    libelle, motif = clean_line(said.libelle, "libelle")[:LIBELLE_MAX], clean_line(said.motif, "motif")[:MOTIF_MAX]
    if said.etat not in STATES:
        raise RefusError("etat_inconnu")
    if said.etat in (REPORTEE, SANS_OBJET) and not motif:
        raise RefusError("motif_requis")
    if said.pour_le is None and (said.etat == REPORTEE or not said.cle):
        raise RefusError("date_requise")
    if not said.cle:
        if not libelle:
            raise RefusError("libelle_requis")
        made: Mapping[str, object] = {"id": ports.crypto.random(8).hex(), "libelle": libelle}
        about = Echeance(regle=None, libelle=libelle, element=str(made["id"]), etat="a_venir")
    else:
        known = echeances(champs, rules, bench.calendrier_of(champs), bench.today.day, kind=kind)
        chosen = next((each for each in known if said.cle in (each.key, each.element)), None)
        if chosen is None:
            raise RefusError("echeance_inconnue")
        if chosen.regle is not None and chosen.regle.reserve:
            raise RefusError("echeance_reservee")
        about, made = chosen, {}
    words = decision(
        about,
        said.etat,
        le=ports.clock.now().date(),
        par=bench.me,
        pour_le=said.pour_le,
        motif=motif,
        responsable=said.responsable,
    )
    return _put(held, {**made, **words})


def _put(held: Sequence[Mapping[str, object]], words: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return a group with an element in the place of the one of the same id, or after the others."""
    if any(each.get("id") == words["id"] for each in held):
        return [{**each, **words} if each.get("id") == words["id"] else each for each in held]
    return [*held, words]


def _with_known(uow: UnitOfWork, champs: Mapping[str, object], created_ms: int) -> dict[str, object]:
    known = dict(champs)
    if not known.get("recu_le"):
        made = _day(created_ms)
        if made is not None:
            known["recu_le"] = made.isoformat()
    if is_whistle_blower(uow, champs):
        known[LANCEUR] = True
    return known


def _opened(uow: UnitOfWork, kind: str, ids: Sequence[int]) -> Iterator[RecordView]:
    """Give the records of these numbers, opened one by one: who has enough stops there."""
    for row in uow.records.rows(kind, ids):
        view = uow.records.get(row.rec) if row is not None else None
        if view is not None:
            yield view


def _working(uow: UnitOfWork) -> list[bytes]:
    return [espace.id for espace in uow.espaces.all() if espace.compartment_of is None]


def _is_due(due: Due, scope: Scope) -> bool:
    one = due.echeance
    if not one.is_open or one.le is None or one.le > scope.until:
        return False
    return not scope.personne or scope.personne in (due.titulaire, one.responsable)


def _line(bench: Bench, view: RecordView, champs: Mapping[str, object], each: Echeance) -> Due:
    titulaire = text(champs, "titulaire")
    return Due(
        rec=view.rec.hex(),
        kind=view.kind,
        espace=view.espace.hex(),
        espace_nom=bench.espace_name(view.espace),
        reference=text(champs, "reference") or text(champs, "numero"),
        titre=required(view.kind).titre(champs),
        titulaire=titulaire,
        echeance=each,
        mine=bool(bench.me) and bench.me in (titulaire, each.responsable),
    )


def _owed_line(bench: Bench, each: Owed) -> Due:
    return Due(
        rec=each.rec.hex(),
        kind=each.kind,
        espace=each.espace.hex(),
        espace_nom=bench.espace_name(each.espace),
        reference=each.reference,
        titre=each.titre,
        titulaire="",
        echeance=each.echeance,
        mine=bool(bench.me) and bench.me == each.echeance.responsable,
    )


def _rank(due: Due) -> tuple[object, ...]:
    one = due.echeance
    vital = one.regle is not None and one.regle.vitale
    return (OPEN.index(one.etat) if one.etat in OPEN[:1] else 1, one.le or date.max, not vital, due.reference, due.rec)


def _day(ms: int) -> date | None:
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
