"""Use case: one field to decide, opened: what stood before, each version and its author, and what could unite them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from mvl_desktop.domain.champ import ARBITRAGES, Declaration
from mvl_desktop.domain.kinds import required
from mvl_desktop.history.clock import is_ahead
from mvl_desktop.history.decisions import base_of
from mvl_desktop.history.model import Assigned, Name, Revision, Value
from mvl_desktop.history.state import values
from mvl_desktop.history.text import combine_text
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import LotRow, RecordView, UnitOfWork
from mvl_desktop.services.people import Names, names_of
from mvl_desktop.services.records import existing, revision_text
from mvl_desktop.services.refusals import RefusError

HERE, SERVICE, LOT, UNKNOWN = "ici", "service", "lot", ""
CONTESTATION = "contestation"
COMBINED, UNITED, KEPT = "texte_reuni", "listes_reunies", "garde"
"""What a proposal is: two texts combined, lists put together, what one kept that another removed."""

_IMPORTED, _FILE = "import_empreinte", "import_fichier"
"""What an import writes in each of its revisions, and nobody types."""

_CREDIBLE_MS = 1_577_836_800_000
"""2020: a clock that says less has lost its date."""


@dataclass(frozen=True, slots=True)
class Face:
    """One version: its value, who gave it and when, whether that clock is doubted, and how it came here.

    `voie`: `ici`, `service`, `lot` (then its number and who handed it over), or empty when nobody noted it.
    `tableur`: the file of the spreadsheet that brought it; empty when somebody typed it.
    """

    valeur: Value = field(repr=False)
    revision: str
    poste: str
    horodatage_ms: int
    doubtful: bool = False
    voie: str = UNKNOWN
    lot: int = 0
    remis_par: str = ""
    tableur: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Contest:
    """Why somebody asked that a decision be taken again."""

    motif: str = field(repr=False)
    poste: str
    horodatage_ms: int


@dataclass(frozen=True, slots=True)
class Case:
    """A field to decide, opened. `base` is empty when nothing stood before; `proposal` when nothing unites them."""

    id: str
    kind: str
    titre: str = field(repr=False)
    espace: str
    champ: str
    libelle: str
    base: tuple[Face, ...]
    versions: tuple[Face, ...]
    proposal: Value = field(repr=False)
    proposed: str = ""
    contests: tuple[Contest, ...] = ()


def open_case(ports: Ports, id_: str, champ: str) -> Case:
    """Open a field to decide; the reading is noted. RefusError: fiche_inconnue, conflit_inconnu."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        if champ not in view.state.conflicts:
            raise RefusError("conflit_inconnu")
        found = _case(uow, view, champ, ports.clock.ms())
    ports.journal.note("consultation", view.rec)
    return found


def _case(uow: UnitOfWork, view: RecordView, champ: str, now_ms: int) -> Case:
    declared, revisions = required(view.kind), uow.log.revisions(view.rec)
    base = base_of(revisions, view.state, champ, declared.is_narrative)
    standing = view.state.fields[champ]
    faces = _Faces(uow, view, now_ms, revisions)
    proposal, proposed = propose(declared, champ, base, standing)
    known = uow.espaces.get(view.espace)
    return Case(
        view.rec.hex(),
        view.kind,
        declared.titre(values(view.state)),
        known.name if known else "",
        champ,
        declared.wording(champ),
        tuple(faces.of(one) for one in base),
        tuple(faces.of(one) for one in standing),
        proposal,
        proposed,
        _contests(revisions, champ, faces),
    )


class _Faces:
    """How the versions of one record are shown."""

    def __init__(self, uow: UnitOfWork, view: RecordView, now_ms: int, revisions: Sequence[Revision]) -> None:
        self._names: Names = names_of(uow, view.espace)
        self._now_ms = now_ms
        self._own = uow.identity.device().id
        self._times = uow.log.origins(view.rec)
        commits = [commit for _, commit in self._times.values() if commit is not None]
        self._brought: Mapping[bytes, LotRow | None] = uow.exchange.brought(commits)
        last = values(view.state).get(_FILE)
        self._imported = {
            each.name: str(each.changes.get(_FILE) or last or "?")
            for each in revisions
            if each.changes and _IMPORTED in each.changes
        }

    def of(self, one: Assigned) -> Face:
        """Return one version; of several authors who agree, the last is named."""
        name = one.by[-1]
        ms, commit = self._times.get(name, (0, None))
        lot = self._brought.get(commit) if commit is not None else None
        return Face(
            one.value,
            revision_text(name),
            self._names.author(name),
            ms,
            is_doubtful(ms, self._now_ms),
            self._way(name, commit),
            lot.seq if lot else 0,
            self._names.of(lot.by) if lot else "",
            self._imported.get(name, ""),
        )

    def moment(self, name: Name) -> tuple[str, int]:
        """Return who wrote a revision, and when."""
        return self._names.author(name), self._times.get(name, (0, None))[0]

    def _way(self, name: Name, commit: bytes | None) -> str:
        if commit is None or name[0] == self._own:
            return HERE
        if commit not in self._brought:
            return UNKNOWN
        return SERVICE if self._brought[commit] is None else LOT


def is_doubtful(ms: int, now_ms: int) -> bool:
    """Whether a time cannot be believed: a clock that is far ahead, or that has lost its date."""
    return is_ahead((ms, 0), now_ms) or ms < _CREDIBLE_MS


def propose(
    declared: Declaration, champ: str, base: Sequence[Assigned], standing: Sequence[Assigned]
) -> tuple[Value, str]:
    """Return what could unite the versions, and what it is; (None, "") when one must be chosen."""
    field_ = declared.field_of(champ)
    given = [one.value for one in standing]
    if field_ is None:
        return None, ""
    if champ.count("/") == 1:
        return True, KEPT
    texts = [value for value in given if isinstance(value, str)]
    if field_.sort == "texte" and len(texts) > 1:
        former = base[0].value if len(base) == 1 else None
        before = former if isinstance(former, str) else ""
        return reduce(lambda one, other: combine_text(before, one, other), texts), COMBINED
    if field_.sort == "liste":
        lines = dict.fromkeys(line for value in given if isinstance(value, tuple) for line in value)
        return (tuple(lines), UNITED) if lines else (None, "")
    return None, ""


def _contests(revisions: Sequence[Revision], champ: str, faces: _Faces) -> tuple[Contest, ...]:
    found = []
    for revision in revisions:
        changes = revision.changes or {}
        for key, value in changes.items():
            element, _slash, member = key.rpartition("/")
            is_contest = member == "acte" and value == CONTESTATION and element.startswith(ARBITRAGES + "/")
            if is_contest and changes.get(f"{element}/champ") == champ:
                found.append(Contest(str(changes.get(f"{element}/motif") or ""), *faces.moment(revision.name)))
    return tuple(sorted(found, key=lambda contest: contest.horodatage_ms))
