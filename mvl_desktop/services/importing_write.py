"""What an accepted line changes: a new record, the cells that changed since the last import, or nothing.

A line that comes again is written over what the last import knew, never over what somebody typed since: the two then
stand side by side for the arbitration desk, as any two changes whose authors did not see each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.references import Reference, read_reference
from mvl_desktop.domain.values import CodeLists, same
from mvl_desktop.history.model import Name, Revision, Value
from mvl_desktop.history.state import fold, values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query, RecordView, UnitOfWork
from mvl_desktop.services.importing_lines import Line
from mvl_desktop.services.importing_mapping import ORIGIN, REFERENCE, SIGNALANT
from mvl_desktop.services.orphans import note_named
from mvl_desktop.services.qualifying import with_qualification
from mvl_desktop.services.records import create_in, shown
from mvl_desktop.services.revisions import write_revision

Outcome = Literal["cree", "modifie", "inchange"]
_MARK = "import_empreinte"


@dataclass(frozen=True, slots=True)
class Home:
    """Where lines go: the espace, and the compartment of its signalants when some columns tell them."""

    espace: bytes
    aside: bytes | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Whose file it is, and what it is called."""

    emetteur: str = field(repr=False)
    fichier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A record that a line names: by the key of an earlier import, or by its own reference."""

    rec: bytes
    empreinte: str = ""
    is_ours: bool = False


class Importer:
    """Decides and writes, within units of work that its caller opens."""

    def __init__(self, ports: Ports, kind: str, home: Home, source: Source, lists: CodeLists) -> None:
        self._ports, self._kind, self._home, self._source, self._lists = ports, kind, home, source, lists
        self._has_origin = required(kind).champ(ORIGIN) is not None

    def held(self, uow: UnitOfWork, lines: Sequence[Line]) -> dict[int, Held]:
        """Return the records that these lines name here, by line. Of two that two posts made, always the same one."""
        by_key = self._found(uow, "import_cle", [line.cle for line in lines])
        named = {line.ligne: read_reference(line.reference) for line in lines if line.reference}
        wanted = [reference for reference in named.values() if reference]
        by_reference = self._found(uow, REFERENCE, wanted) if wanted else {}
        found: dict[int, Held] = {}
        for line in lines:
            row = by_key.get(line.cle)
            if row is not None:
                found[line.ligne] = Held(row.rec, str(row.values.get(_MARK) or ""))
            elif (ours := by_reference.get(named.get(line.ligne) or "")) is not None:
                found[line.ligne] = Held(ours.rec, is_ours=True)
        return found

    def _found(self, uow: UnitOfWork, name: str, wanted: Sequence[str]) -> dict[str, ListRow]:
        query = Query(self._kind, tuple((name, each) for each in wanted), espace=self._home.espace)
        rows = uow.records.rows(self._kind, uow.records.ids(query)) if wanted else []
        found: dict[str, ListRow] = {}
        for row in sorted((row for row in rows if row is not None), key=lambda row: row.rec):
            found.setdefault(str(row.values.get(name)), row)
        return found

    def decide(self, uow: UnitOfWork, line: Line, held: Held | None) -> Outcome:
        """Return what a line would do; nothing is written."""
        if held is None:
            return "cree"
        if held.empreinte == line.empreinte:
            return "inchange"
        view = uow.records.get(held.rec)
        if view is None:
            return "cree"
        champs = line.champs if held.is_ours else self._champs(line)
        changes, _ = self._changes(uow, view, champs, is_ours=held.is_ours)
        return "modifie" if changes or self._aside_changes(uow, view, line) is not None else "inchange"

    def write(self, uow: UnitOfWork, line: Line, held: Held | None) -> Outcome:
        """Write what a line does. Raises ChampInvalideError, FicheTropLongueError, RefusError."""
        view = uow.records.get(held.rec) if held is not None else None
        if held is None or view is None:
            self._create(uow, line)
            return "cree"
        if held.empreinte == line.empreinte:
            return "inchange"
        aside = self._write_aside(uow, view, line)
        champs = line.champs if held.is_ours else self._champs(line)
        changes, parents = self._changes(uow, view, {**champs, **aside}, is_ours=held.is_ours)
        if changes:
            seen = shown(view.state)
            changes = with_qualification(uow, self._ports, self._kind, seen, changes)
            write_revision(uow, self._ports, view.espace, view.rec, self._kind, changes, parents)
            note_named(uow, changes)
        return "modifie" if changes or aside else "inchange"

    def _create(self, uow: UnitOfWork, line: Line) -> None:
        champs = self._champs(line)
        if any(value not in (None, []) for value in line.signalant.values()) and self._home.aside is not None:
            theirs = {**line.signalant, **self._origin(line)}
            rec = create_in(uow, self._ports, self._home.aside, SIGNALANT, theirs, self._lists)
            champs[SIGNALANT] = str(Reference(self._home.aside, rec))
        create_in(uow, self._ports, self._home.espace, self._kind, champs, self._lists)

    def _champs(self, line: Line) -> dict[str, object]:
        """Return the fields of a line; the reference that another post gave is the one of its sender here."""
        champs = {**line.champs, **self._origin(line)}
        if line.reference and not champs.get(ORIGIN) and self._has_origin:
            champs[ORIGIN] = line.reference
        return champs

    def _origin(self, line: Line) -> dict[str, object]:
        return {
            "import_cle": line.cle,
            _MARK: line.empreinte,
            "import_emetteur": self._source.emetteur,
            "import_fichier": self._source.fichier,
            "import_ligne": line.ligne,
        }

    def _changes(
        self, uow: UnitOfWork, view: RecordView, champs: Mapping[str, object], *, is_ours: bool
    ) -> tuple[dict[str, Value], tuple[Name, ...]]:
        """Return what differs from what the last import said, and over what it is written; nothing if nothing does."""
        revisions = uow.log.revisions(view.rec)
        if is_ours:
            return self._corrections(view, champs, revisions)
        imports = [each for each in revisions if each.changes is not None and _MARK in each.changes]
        told = fold(imports, required(view.kind).is_narrative)
        changes = flatten(view.kind, champs, values(told), self._new_id, lists=self._lists)
        if all(_is_origin(key) for key in changes):
            return {}, ()
        return changes, told.heads

    def _corrections(
        self, view: RecordView, champs: Mapping[str, object], revisions: Sequence[Revision]
    ) -> tuple[dict[str, Value], tuple[Name, ...]]:
        """Return what a list of ours, corrected, says that its record never said.

        What the record said once is an older copy, not a correction. The rest is written beside what was typed since
        the record was made: nothing of it is overwritten.
        """
        changes = flatten(view.kind, champs, shown(view.state), self._new_id, lists=self._lists)
        said: dict[str, list[Value]] = {}
        for revision in revisions:
            for key, value in (revision.changes or {}).items():
                said.setdefault(key, [None]).append(value)
        changes = {
            key: value
            for key, value in changes.items()
            if not any(same(value, before) for before in said.get(key, [None]))
        }
        return changes, tuple(revision.name for revision in revisions if not revision.parents)

    def _aside_changes(
        self, uow: UnitOfWork, view: RecordView, line: Line
    ) -> tuple[RecordView | None, dict[str, Value], tuple[Name, ...]] | None:
        """Return what changes of the signalant: of the one that the last import wrote, or None of nobody yet."""
        if self._home.aside is None or not line.signalant:
            return None
        aside = self._aside_of(uow, view)
        if aside is None:
            filled = any(value not in (None, []) for value in line.signalant.values())
            return (None, {}, ()) if filled and not shown(view.state).get(SIGNALANT) else None
        champs = {**line.signalant, **self._origin(line)}
        changes, parents = self._changes(uow, aside, champs, is_ours=False)
        return (aside, changes, parents) if changes else None

    def _write_aside(self, uow: UnitOfWork, view: RecordView, line: Line) -> dict[str, object]:
        """Write what changes of the signalant; return the field that names them when they are new."""
        found = self._aside_changes(uow, view, line)
        if found is None or self._home.aside is None:
            return {}
        aside, changes, parents = found
        if aside is None:
            theirs = {**line.signalant, **self._origin(line)}
            rec = create_in(uow, self._ports, self._home.aside, SIGNALANT, theirs, self._lists)
            return {SIGNALANT: str(Reference(self._home.aside, rec))}
        write_revision(uow, self._ports, aside.espace, aside.rec, SIGNALANT, changes, parents)
        return {SIGNALANT: shown(view.state).get(SIGNALANT)}

    def _aside_of(self, uow: UnitOfWork, view: RecordView) -> RecordView | None:
        named = shown(view.state).get(SIGNALANT)
        if not isinstance(named, str) or not named:
            return None
        found = uow.records.get(Reference.parse(named).rec)
        return found if found is not None and shown(found.state).get("import_cle") else None

    def _new_id(self) -> str:
        return self._ports.crypto.random(8).hex()


def _is_origin(key: str) -> bool:
    return key.startswith("import_")
