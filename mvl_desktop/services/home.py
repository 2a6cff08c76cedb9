"""Use case: the first page. What has to be done today, what waits, what others changed, what was typed for nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.jours_ouvres import working_days_before
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.exchange.remains import ErasedEdit, erased_edits
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, UnitOfWork
from mvl_desktop.services.custodians import KIND as CUSTODY
from mvl_desktop.services.custodians import custody_of
from mvl_desktop.services.fiches import KIND as FICHE
from mvl_desktop.services.fiches import WITHDRAWN, steps_of
from mvl_desktop.services.handover import OPEN
from mvl_desktop.services.lists import WORKING
from mvl_desktop.services.memory import followed_records
from mvl_desktop.services.orphans import orphans
from mvl_desktop.services.people import Names, my_name, names_of
from mvl_desktop.services.records import shown

LINES_MAX = 40
"""How many lines a page has of each sort: the list shows the rest."""
STEPS_MAX = 20
RECENT_MAX = 10
GUIDES_MAX = 6
LATE_DAYS = 15
"""Working days within which a signalement is qualified."""

VITAL, STRONG, PLAIN = "vitale", "forte", "ordinaire"
_KIND = "signalement"
_URGENCES = {"immediate": 0, "rapide": 1}
_UNQUALIFIED = (("niveau", ""), ("niveau", "non_qualifie"))
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


def home(ports: Ports) -> Home:
    """Return what matters today; the reading is noted. Quick whatever the store holds: lists and filters only."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        mine = my_name(uow)
        waiting, oldest = uow.records.waiting(WORKING)
        typed = [draft.updated_ms for draft in uow.drafts.all()]
        since = typed if oldest is None else [*typed, oldest]
        found = Home(
            personne=mine,
            todo=tuple(_todo(uow, mine, today)),
            waiting=waiting + len(typed),
            oldest_ms=min(since, default=None),
            conflicts=len(uow.records.conflicts()),
            recent=tuple(_recent(uow, mine)),
            total=uow.records.count(Query(_KIND)),
            espaces=len(uow.espaces.all()),
            guides=tuple(_guides(uow)),
            erased=tuple(erased_edits(uow, ports.clock.ms())),
        )
    ports.journal.note("liste", lignes=len(found.todo) + len(found.recent))
    return found


def _todo(uow: UnitOfWork, mine: str, today: date) -> list[Todo]:
    """Return what there is to do: the gravest first, mine before that of others, the oldest first."""
    late = working_days_before(today, LATE_DAYS).isoformat()
    found: dict[tuple[str, str], Todo] = {}
    due = (*_reviews(uow, today), *_rehearsals(uow, today))
    for todo in (*_to_qualify(uow, mine, late), *_steps(uow, mine), *due, *_loose(uow)):
        found.setdefault((todo.rec, todo.quoi), todo)
    ranks = {VITAL: 0, STRONG: 1, PLAIN: 2}
    return sorted(found.values(), key=lambda todo: (ranks[todo.gravite], not todo.mine, todo.since_ms or 0))


def _to_qualify(uow: UnitOfWork, mine: str, late: str) -> Iterator[Todo]:
    """Give what nobody has qualified and cannot wait: danger to life, urgency, then what came too long ago."""
    asked = (
        (("danger_vital", "oui"), _("Danger vital, à qualifier sans attendre"), VITAL),
        (("urgence", "immediate"), _("Urgence immédiate, à qualifier aujourd’hui"), STRONG),
        (("recu_le<=", late), _("À qualifier depuis plus de {n} jours ouvrés").format(n=LATE_DAYS), STRONG),
    )
    told: set[int] = set()
    for condition, said, gravite in asked:
        # Each alternative is asked apart, in the order of its index: the store stops at the last line of the page.
        found = {
            number
            for unqualified in _UNQUALIFIED
            for number in uow.records.ids(_first((unqualified, condition, *_IS_OPEN), LINES_MAX + len(told)))
        }
        numbers = sorted(found - told)[:LINES_MAX]
        told.update(numbers)
        for row in _page(uow, numbers):
            yield _line(row, mine, said, gravite)
        if len(told) >= LINES_MAX:
            return


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
