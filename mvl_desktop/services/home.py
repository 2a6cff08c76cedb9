"""Use case: the first page. What has to be done today, what waits, what others changed, what was typed for nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.echeancier import EN_RETARD, Echeance
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.occulter import A_RELIRE
from mvl_desktop.domain.payload import nest
from mvl_desktop.exchange.remains import ErasedEdit, erased_edits
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, UnitOfWork
from mvl_desktop.services.communicables import KIND as COPY
from mvl_desktop.services.communicables import may_read
from mvl_desktop.services.custodians import KIND as CUSTODY
from mvl_desktop.services.custodians import custody_of
from mvl_desktop.services.echeances import Agenda, Due, due_by
from mvl_desktop.services.echeances_candidates import Scope
from mvl_desktop.services.echeances_rules import Bench, Timetable
from mvl_desktop.services.echeances_words import due_in_words, what
from mvl_desktop.services.fiche_versions import WITHDRAWN
from mvl_desktop.services.fiches import KIND as FICHE
from mvl_desktop.services.fiches import steps_of
from mvl_desktop.services.handover import OPEN
from mvl_desktop.services.home_partenariat import asked_today
from mvl_desktop.services.lists import WORKING
from mvl_desktop.services.memory import followed_records
from mvl_desktop.services.orphans import orphans
from mvl_desktop.services.people import Names, names_of
from mvl_desktop.services.records import shown

LINES_MAX = 40
"""How many lines a page has of each sort: the list shows the rest."""
STEPS_MAX = 20
RECENT_MAX = 10
GUIDES_MAX = 6

VITAL, STRONG, PLAIN = "vitale", "forte", "ordinaire"
_KIND = "signalement"
_URGENCES = {"immediate": 0, "rapide": 1}
_IS_OPEN = tuple(("statut", statut) for statut in OPEN)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do, or something that happened, on one record."""

    rec: str
    kind: str
    titre: str = field(repr=False)
    reference: str
    quoi: str = field(repr=False)
    gravite: str = PLAIN
    since_ms: int | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """What matters today for the person who sits here."""

    personne: str = field(repr=False)
    todo: tuple[Todo, ...]
    waiting: int
    oldest_ms: int | None
    conflicts: int
    recent: tuple[Todo, ...]
    total: int
    espaces: int = 0
    guides: tuple[Todo, ...] = ()
    """The fiches de conduite to have at hand, the most urgent first."""
    erased: tuple[ErasedEdit, ...] = field(default=(), repr=False)
    retards: int = 0
    """How many deadlines are past, as far as they were looked for."""
    du_jour: int = 0
    horloge_douteuse: bool = False
    """Whether the clock of this post is behind what it has seen."""


def home(ports: Ports, table: Timetable) -> Home:
    """Return what matters today; the reading is noted. Quick whatever the store holds: lists and filters only."""
    with ports.store.read() as uow:
        bench = Bench(uow, ports, table)
        mine, today = bench.me, bench.today.day
        due = due_by(uow, bench, Scope(today, limit=LINES_MAX, lines=LINES_MAX))
        waiting, oldest = uow.records.waiting(WORKING)
        typed = [draft.updated_ms for draft in uow.drafts.all()]
        since = typed if oldest is None else [*typed, oldest]
        found = Home(
            personne=mine,
            todo=tuple(_todo(uow, mine, today, due)),
            waiting=waiting + len(typed),
            oldest_ms=min(since, default=None),
            conflicts=len(uow.records.conflicts()),
            recent=tuple(_recent(uow, mine)),
            total=uow.records.count(Query(_KIND)),
            espaces=len(uow.espaces.all()),
            guides=tuple(_guides(uow)),
            erased=tuple(erased_edits(uow, ports.clock.ms())),
            retards=sum(each.echeance.etat == EN_RETARD for each in due.lignes),
            du_jour=sum(each.echeance.etat != EN_RETARD for each in due.lignes),
            horloge_douteuse=due.today.doubtful,
        )
    ports.journal.note("liste", lignes=len(found.todo) + len(found.recent))
    return found


def _todo(uow: UnitOfWork, mine: str, today: date, agenda: Agenda) -> list[Todo]:
    """Return what there is to do: the gravest first, mine before that of others, the oldest first."""
    found: dict[tuple[str, str], Todo] = {}
    due = (*_reviews(uow, today), *_rehearsals(uow, today), *_sourceless(uow), *_copies(uow))
    asked = (Todo(each.rec, each.kind, each.titre, "", each.quoi) for each in asked_today(uow, today))
    for todo in (*_deadlines(agenda), *_steps(uow, mine), *due, *_loose(uow), *asked):
        found.setdefault((todo.rec, todo.quoi), todo)
    ranks = {VITAL: 0, STRONG: 1, PLAIN: 2}
    return sorted(found.values(), key=lambda todo: (ranks[todo.gravite], not todo.mine, todo.since_ms or 0))


def _deadlines(agenda: Agenda) -> Iterator[Todo]:
    """Give one line for each record that has deadlines past or of today: the one that presses most.

    Each kind has its share of the page: many late signalements hide no term of a convention.
    """
    first: dict[str, Due] = {}
    for due in agenda.lignes:
        first.setdefault(due.rec or due.echeance.key, due)
    given: Counter[str] = Counter()
    for due in first.values():
        given[due.kind] += 1
        if given[due.kind] > LINES_MAX:
            continue
        one = due.echeance
        yield Todo(
            rec=due.rec,
            kind=due.kind,
            titre=due.titre,
            reference=due.reference,
            quoi=_("{quoi} : {quand}").format(quoi=what(one), quand=due_in_words(one, agenda.today.day)),
            gravite=_gravity(one),
            mine=due.mine,
        )


def _gravity(one: Echeance) -> str:
    """What endangers somebody comes first, then what is late or suffers no delay."""
    if one.regle is not None and one.regle.vitale:
        return VITAL
    at_once = one.regle is not None and one.regle.nombre == 0 and bool(one.regle.tenue_par)
    return STRONG if at_once or one.etat == EN_RETARD else PLAIN


def _steps(uow: UnitOfWork, mine: str) -> Iterator[Todo]:
    """Give one line for each checklist not finished, mine first: its next step, and how many follow."""
    left_to_do = (("etapes_appliquees/etat", "a_faire"), *_IS_OPEN)
    own = uow.records.ids(Query(_KIND, (("titulaire", mine), *left_to_do), limit=STEPS_MAX)) if mine else ()
    anyone = uow.records.ids(Query(_KIND, left_to_do, limit=STEPS_MAX + len(own)))
    for row in _page(uow, list(dict.fromkeys((*own, *anyone))), STEPS_MAX):
        view = uow.records.get(row.rec)
        steps = steps_of(nest(_KIND, shown(view.state))) if view else []
        left = [str(step.get("libelle", "")) for step in steps if step.get("etat") == "a_faire"]
        if left:
            more = len(left) - 1
            then = ngettext("{etape} (puis {n} autre)", "{etape} (puis {n} autres)", more)
            yield _line(row, mine, then.format(etape=left[0], n=more) if more else left[0])


def _guides(uow: UnitOfWork) -> list[Todo]:
    rows = _page(uow, uow.records.ids(Query(FICHE, order="code", limit=LINES_MAX)), kind=FICHE)
    standing = [row for row in rows if row.values.get("statut") != WITHDRAWN]
    standing.sort(key=lambda row: _URGENCES.get(str(row.values.get("urgence")), len(_URGENCES)))
    return [_line(row, "", "") for row in standing[:GUIDES_MAX]]


def _reviews(uow: UnitOfWork, today: date) -> Iterator[Todo]:
    due = Query(FICHE, (("a_revoir_le<=", today.isoformat()),), order="a_revoir_le", limit=LINES_MAX)
    for row in _page(uow, uow.records.ids(due), kind=FICHE):
        if row.values.get("statut") != WITHDRAWN:
            yield _line(row, "", _("Fiche de conduite à revoir"))


def _rehearsals(uow: UnitOfWork, today: date) -> Iterator[Todo]:
    """Give the espaces of this administrator whose gardiens have not shown for a year that they open them."""
    for espace in uow.espaces.all():
        if not uow.espaces.registry(espace.id).custodians:
            continue
        custody = custody_of(uow, espace, today)
        if custody.rehearsal_due and custody.may_name:
            quoi = _("Répéter le secours avec deux gardiens")
            yield Todo(espace.id.hex(), CUSTODY, espace.name, "", quoi, mine=True)


def _copies(uow: UnitOfWork) -> Iterator[Todo]:
    """Give the communicable copies that this person may read again."""
    for row in _page(uow, uow.records.ids(Query(COPY, (("etat", A_RELIRE),), limit=LINES_MAX)), kind=COPY):
        view = uow.records.get(row.rec)
        if view is not None and may_read(uow, view):
            yield _line(row, "", _("Copie communicable à relire"))


def _sourceless(uow: UnitOfWork) -> Iterator[Todo]:
    """Give the copies whose source was erased, or recalls them: whoever works there decides what becomes of them."""
    for row in _page(uow, uow.records.ids(_first((("provenances/source", "effacee"), *_IS_OPEN), LINES_MAX))):
        yield _line(
            row, "", _("Sa source a été effacée dans un autre espace\u00a0: à effacer aussi, ou à justifier"), STRONG
        )
    for row in _page(uow, uow.records.ids(_first((("provenances/source", "rappelee"), *_IS_OPEN), LINES_MAX))):
        yield _line(row, "", _("Copie rappelée par l’espace d’où elle vient\u00a0: à effacer, ou à justifier"), STRONG)


def _loose(uow: UnitOfWork) -> Iterator[Todo]:
    for view in orphans(uow):
        declared = required(view.kind)
        quoi = _("Conservé à part, et cité nulle part\u00a0: à rattacher à un signalement, ou à effacer")
        titre = declared.titre(shown(view.state))
        yield Todo(view.rec.hex(), view.kind, titre, "", quoi, since_ms=view.created_ms, mine=True)


def _recent(uow: UnitOfWork, mine: str) -> Iterator[Todo]:
    """Give what others changed last among what this person holds or follows, until somebody here writes over it."""
    device = uow.identity.device().id
    followed = followed_records(uow)
    held = _page(uow, uow.records.ids(Query(_KIND, (("titulaire", mine), *_IS_OPEN), limit=RECENT_MAX)))
    watched = _page(uow, uow.records.ids(Query(_KIND, only=followed, limit=RECENT_MAX))) if followed else []
    rows = {row.rec: row for row in (*held, *watched)}
    names: dict[bytes, Names] = {}
    for row in sorted(rows.values(), key=lambda row: -row.updated_ms)[:RECENT_MAX]:
        view, times = uow.records.get(row.rec), uow.log.origins(row.rec)
        last = [head for head in view.state.heads if head[0] != device] if view else []
        if last:
            latest = max(last, key=lambda head: times[head][0])
            if row.espace not in names:
                names[row.espace] = names_of(uow, row.espace)
            said = _("Modifié par {nom}").format(nom=names[row.espace].author(latest))
            yield _line(row, mine, said, since_ms=times[latest][0])


def _first(filters: tuple[tuple[str, str], ...], limit: int) -> Query:
    return Query(_KIND, filters, order="arrivee", limit=limit)


def _page(uow: UnitOfWork, numbers: Sequence[int], limit: int = LINES_MAX, kind: str = _KIND) -> list[ListRow]:
    return [row for row in uow.records.rows(kind, numbers[:limit]) if row is not None]


def _line(row: ListRow, mine: str, quoi: str, gravite: str = PLAIN, since_ms: int | None = None) -> Todo:
    values = row.values
    return Todo(
        rec=row.rec.hex(),
        kind=row.kind,
        titre=required(row.kind).titre(values),
        reference=str(values.get("reference") or values.get("code") or ""),
        quoi=quoi,
        gravite=gravite,
        since_ms=row.updated_ms if since_ms is None else since_ms,
        mine=bool(mine) and values.get("titulaire") == mine,
    )
