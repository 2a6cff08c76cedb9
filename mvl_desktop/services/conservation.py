"""Use case: what the rules of conservation propose today. A list for people: nothing is ever done by itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from mvl_desktop.domain.anonymisation import ANONYMISE, names_nobody
from mvl_desktop.domain.conservation import CLOS, Proposition, Regle, Regles, months_after, proposition
from mvl_desktop.domain.conservation_documents import document_due
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.exchange.authority import provisional
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, RecordView, UnitOfWork
from mvl_desktop.services.conservation_records import may_order
from mvl_desktop.services.records import shown

KIND = "signalement"
REPRISE = "reprise"
"""The source of a proposal that no rule makes: words came back into an anonymised record, or some are left in it."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A record for which something is proposed. `reprise`: it was anonymised, and is not any more."""

    id: str
    espace: str
    espace_nom: str
    reference: str
    titre: str = field(repr=False)
    niveau: str
    statut: str
    sort: str
    le: date
    source: str
    a_valider: bool
    bloque: bool = False
    may_order: bool = False
    reprise: bool = False
    kind: str = KIND


def load_rules(resources: Path) -> Regles:
    """Read the rules that come with the application. ValueError when malformed."""
    return Regles.from_json(json.loads((resources / "conservation.json").read_text(encoding="utf-8")))


def list_due(ports: Ports, rules: Regles, lists: Nomenclatures, *, until: date | None = None) -> list[Due]:
    """Return the records for which something is proposed up to a day (today by default), the oldest first."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        found = [
            due
            for view in (*_candidates(uow, rules, max(until or today, today)), *_documents(uow, rules))
            if (due := due_of(uow, ports, view, rules, lists)) is not None and due.le <= (until or today)
        ]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda due: (due.le, due.reference, due.id))


def due_of(uow: UnitOfWork, ports: Ports, view: RecordView, rules: Regles, lists: Nomenclatures) -> Due | None:
    """Return what is proposed for one record, due or to come."""
    today = ports.clock.now().date()
    flat = shown(view.state)
    champs = nest(view.kind, flat)
    proposed: Proposition | None
    again = view.kind == KIND and champs.get("statut") == ANONYMISE
    if view.kind != KIND:
        proposed = _of_document(view.kind, champs, rules, today)
    elif again:
        if not _has_remains(uow, view, lists):
            return None
        proposed = Proposition("anonymiser", today, _AGAIN)
    else:
        proposed = proposition(champs, _day(view.updated_ms), rules, today)
    if proposed is None:
        return None
    espace = uow.espaces.get(view.espace)
    return Due(
        id=view.rec.hex(),
        espace=view.espace.hex(),
        espace_nom=espace.name if espace else "",
        reference=str(champs.get("reference") or ""),
        titre=required(view.kind).titre(champs),
        niveau=str(champs.get("niveau") or ""),
        statut=str(champs.get("statut") or ""),
        sort=proposed.sort,
        le=proposed.le,
        source=proposed.regle.source,
        a_valider=proposed.regle.a_valider,
        bloque=view.rec in provisional(uow, ports, view.espace).holds,
        may_order=may_order(uow, view.espace),
        reprise=again,
        kind=view.kind,
    )


def _documents(uow: UnitOfWork, rules: Regles) -> Iterator[RecordView]:
    """Give what is no signalement and has an end."""
    for rule in rules.documents:
        yield from (view for rec in uow.records.find(rule.kind) if (view := uow.records.get(rec)) is not None)


def _of_document(kind: str, champs: Mapping[str, object], rules: Regles, today: date) -> Proposition | None:
    rule = next((each for each in rules.documents if each.kind == kind), None)
    due = document_due(rule, champs, today) if rule is not None else None
    if rule is None or due is None:
        return None
    grounds = Regle("", rule.depuis, "cloture", rule.mois, "revoir", rule.source, rule.a_valider)
    return Proposition("revoir", due, grounds)


def _candidates(uow: UnitOfWork, rules: Regles, day: date) -> list[RecordView]:
    """Return the records worth reading: closed, already anonymised, or untouched for long enough."""
    ids = uow.records.ids(Query(KIND))
    recs: list[bytes] = []
    for start in range(0, len(ids), _PAGE):
        rows = uow.records.rows(KIND, ids[start : start + _PAGE])
        recs += [row.rec for row in rows if row is not None and _is_candidate(row, rules, day)]
    views = [uow.records.get(rec) for rec in recs]
    return [view for view in views if view is not None]


def _is_candidate(row: ListRow, rules: Regles, day: date) -> bool:
    statut = str(row.values.get("statut") or "")
    if statut in CLOS or statut == ANONYMISE:
        return True
    rule = rules.of(str(row.values.get("niveau") or ""), day)
    return rule is not None and rule.depart == "dernier_acte" and months_after(_day(row.updated_ms), rule.mois) <= day


def _has_remains(uow: UnitOfWork, view: RecordView, lists: Nomenclatures) -> bool:
    """Whether an anonymised record still says something, or says something again."""
    declared, flat = required(view.kind), shown(view.state)
    if not names_nobody(declared, flat, lambda liste, code: lists.entree(liste, code) is not None):
        return True
    return sum(revision.changes is not None for revision in uow.log.revisions(view.rec)) > 1


def _day(ms: int) -> date:
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return date.max


_AGAIN = Regle(ANONYMISE, date.min, "dernier_acte", 0, "anonymiser", REPRISE, a_valider=False)
