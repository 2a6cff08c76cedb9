"""One figure in the making: what the store counted becomes lines, a total, and what reopens each of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from mvl_desktop.domain.figure import VIDE, Figure, Ligne, Requete
from mvl_desktop.domain.indicateurs import ESPACE, CoupeInconnueError, Filtres, Indicateur, Indicateurs
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.counting import Cell, Counting
from mvl_desktop.services.echeances_rules import Timetable
from mvl_desktop.services.statistiques_coupes import WHOLE, Coupe, Known, coupe_of
from mvl_desktop.services.statistiques_lecture import Lecture
from mvl_desktop.services.statistiques_mesures import Amount, Days, Mesure, Told
from mvl_desktop.services.statistiques_particuliers import LIGNES, Found, correspondents, versions
from mvl_desktop.services.statistiques_precautions import with_precautions
from mvl_desktop.services.statistiques_traces import Followed, Trace, Traces, trace_of

_DEPARTEMENT, _TITRE = "departement", N_("À quel titre")


@dataclass(frozen=True, slots=True)
class Outils:
    """What figures are made with, besides the records: the indicators, the lists of codes, the rules of deadlines."""

    indicateurs: Indicateurs
    lists: Nomenclatures
    table: Timetable


@dataclass(frozen=True, slots=True)
class Demande:
    """A figure that is asked for. `filtres`: pairs as those of a list, that must hold besides."""

    code: str
    periode: Periode
    coupe: str = ""
    filtres: Filtres = ()


@dataclass(frozen=True, slots=True)
class Derriere:
    """A record behind a line. `id`: its local number, that lists take; `element`: which of its elements counts."""

    id: int
    rec: str
    espace: str
    element: str = ""


class Making(Protocol):
    """A figure in the making."""

    def countings(self) -> list[Counting]:
        """Return what the store will be asked to count for it."""

    def figure(self) -> Figure:
        """Count."""

    def behind(self, cle: str | None) -> list[Derriere]:
        """Return what stands behind a line; behind all of them when there is no key."""

    def followed(self) -> Followed | None:
        """Return what the store counts, and who must hear of each record of it for the traces to be known."""

    def trace(self, cle: str | None) -> Trace:
        """Return the trace of what stands behind a line; of all of them when there is no key."""


def making_of(reading: Lecture, outils: Outils, demande: Demande) -> Making:
    """Begin a figure. IndicateurInconnuError, CoupeInconnueError."""
    each = outils.indicateurs.of(demande.code)
    if each.famille == "fiches":
        return _OfVersions(reading, each, demande)
    if each.famille == "correspondants":
        return _OfPlaces(reading, outils, each, demande)
    return _OfCounts(reading, outils, each, demande)


def requete_of(each: Indicateur, demande: Demande, cle: str | None) -> Requete:
    """Return what reopens a line of a figure; its total when there is no key."""
    periode = demande.periode
    return Requete(
        each.code, each.formule.kind, periode.du, periode.au, demande.coupe, cle or "", cle is None, demande.filtres
    )


def _made(
    reading: Lecture, each: Indicateur, demande: Demande, coupe: Coupe, lines: Sequence[Ligne], total: Ligne
) -> Figure:
    made = Figure(
        code=each.code,
        libelle=_(each.libelle),
        definition=_(each.definition),
        unite=each.unite,
        periode=demande.periode,
        lignes=tuple(lines),
        total=total,
        extrait_le=reading.today,
        coupe=coupe.code,
        coupe_libelle=coupe.libelle,
        exclusives=coupe.exclusive and each.famille not in ("mediane", "moyenne", "distinct"),
        filtres=demande.filtres,
        sensible=each.sensible,
    )
    return with_precautions(made, each, reading)


class _OfCounts:
    """A figure that the store counts."""

    def __init__(self, reading: Lecture, outils: Outils, indicateur: Indicateur, demande: Demande) -> None:
        self._reading, self._indicateur, self._demande = reading, indicateur, demande
        known = Known(lists=outils.lists, espaces=lambda: reading.espaces, signalants=lambda: reading.signalants)
        offered = indicateur.coupes
        self._coupe = coupe_of(indicateur.formule, demande.coupe, demande.periode, known, offered)
        self._mesure = Mesure(indicateur, Days(calendrier=reading.calendrier, rule=reading.rule, today=reading.today))
        self._width = len(self._coupe.columns)
        self._traces = Traces(None if self._coupe is WHOLE and self._mesure.holds_all else self._lines_of)

    def countings(self) -> list[Counting]:
        """Return what the store will be asked to count for it."""
        return [self._counting(dont=dont) for dont in ((True, False) if self._is_share else (True,))]

    def figure(self) -> Figure:
        """Count."""
        lines, total = self._lines()
        return _made(self._reading, self._indicateur, self._demande, self._coupe, lines, total)

    def behind(self, cle: str | None) -> list[Derriere]:
        """Return what stands behind a line; behind all of them when there is no key."""
        rows = self._reading.rows(self._counting(dont=True))
        width, keys, is_behind = self._width, self._coupe.keys, self._mesure.is_behind
        return [
            Derriere(row.id, row.rec.hex(), row.espace.hex(), row.element)
            for row in rows
            if (cle is None or cle in keys(row.cells[:width])) and is_behind(row.cells[width:])
        ]

    def followed(self) -> Followed:
        """Return what the store counts, and who must hear of each record of it for the traces to be known."""
        return Followed(self._counting(dont=True), self._traces, self._mesure.condensing(self._width))

    def trace(self, cle: str | None) -> Trace:
        """Return the trace of what stands behind a line; of all of them when there is no key."""
        return self._traces.of(cle)

    def _lines_of(self, cells: Sequence[Cell]) -> tuple[str, ...] | None:
        return self._coupe.keys(cells[: self._width]) if self._mesure.is_behind(cells[self._width :]) else None

    def _lines(self) -> tuple[list[Ligne], Ligne]:
        told = self._told(dont=True)
        whole = self._mesure.amount([(cells[self._width :], count) for cells, count in told])
        shares = self._shares(whole)
        total = Ligne(VIDE, _("Ensemble"), whole.valeur, shares[None], self._requete(None))
        if self._coupe is WHOLE:
            return [], total
        sorted_out = self._sorted_out(told)
        names = self._coupe.sorted((*sorted_out, *(key for key in shares if key is not None)))
        lines = [self._line(key, sorted_out.get(key, []), shares) for key in names]
        if self._coupe.code == ESPACE:
            reserved = set(self._reading.reserved)
            kept = [line for line in lines if line.cle not in reserved or line.valeur]
            left = reserved - {line.cle for line in kept}
            lines = kept + [Ligne(key, self._coupe.label(key), None, masque="reserve") for key in sorted(left)]
        return lines, total

    def _line(self, key: str, told: Sequence[Told], shares: Mapping[str | None, int | None]) -> Ligne:
        amount = self._mesure.amount(told)
        sur = shares.get(key, 0) if self._is_share else amount.sur
        return Ligne(key, self._coupe.label(key), amount.valeur, sur, self._requete(key))

    @property
    def _is_share(self) -> bool:
        return self._indicateur.famille == "part"

    def _shares(self, whole: Amount) -> dict[str | None, int | None]:
        """Return what shares are of: by line, or the same whole for all of them; under None, for the total."""
        if not self._is_share:
            return {None: whole.sur}
        told = self._told(dont=False)
        every = sum(count for _, count in told)
        found: dict[str | None, int | None] = {None: every}
        for key, each in self._sorted_out(told).items():
            # Who holds nothing of what the share is about stands in no line of it.
            if not (self._indicateur.commun and key == VIDE and self._indicateur.formule.dont_sans):
                found[key] = every if self._indicateur.commun else sum(count for _, count in each)
        return found

    def _sorted_out(self, told: Sequence[Told]) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = defaultdict(list)
        for cells, count in told:
            for key in self._coupe.keys(cells[: self._width]):
                found[key].append((cells[self._width :], count))
        return found

    def _told(self, *, dont: bool) -> Sequence[Told]:
        return self._reading.tally(self._counting(dont=dont))

    def _counting(self, *, dont: bool) -> Counting:
        by = (*self._coupe.columns, *self._mesure.columns)
        demande = self._demande
        return self._reading.counting(self._indicateur, demande.periode, demande.filtres, by, dont=dont)

    def _requete(self, cle: str | None) -> Requete:
        return requete_of(self._indicateur, self._demande, cle)


class _OfVersions:
    """Fiches and grids: agreed on, renewed, applied, read version by version."""

    def __init__(self, reading: Lecture, indicateur: Indicateur, demande: Demande) -> None:
        if demande.filtres or demande.coupe:
            raise CoupeInconnueError
        self._reading, self._indicateur, self._demande = reading, indicateur, demande

    def countings(self) -> list[Counting]:
        """Return nothing: records are read one by one."""
        return []

    def figure(self) -> Figure:
        """Count."""
        rows = self._rows
        shown = LIGNES if self._indicateur.formule.kind == "fiche-conduite" else tuple(LIGNES)[:2]
        lines = [
            Ligne(key, _(LIGNES[key]), sum(each.cle == key for each in rows), requete=self._requete(key))
            for key in shown
        ]
        total = Ligne(VIDE, _("Ensemble"), len(rows), requete=self._requete(None))
        coupe = Coupe("", _(_TITRE))
        return _made(self._reading, self._indicateur, self._demande, coupe, lines, total)

    def behind(self, cle: str | None) -> list[Derriere]:
        """Return what stands behind a line; behind all of them when there is no key."""
        return _named(self._reading, self._indicateur, [each for each in self._rows if cle in (None, each.cle)])

    def followed(self) -> None:
        """Return nothing: records are read one by one."""
        return

    def trace(self, cle: str | None) -> Trace:
        """Return the trace of what stands behind a line; of all of them when there is no key."""
        return trace_of(each.rec.hex() for each in self._rows if cle in (None, each.cle))

    @cached_property
    def _rows(self) -> list[Found]:
        return versions(self._reading, self._indicateur, self._demande.periode)

    def _requete(self, cle: str | None) -> Requete:
        return requete_of(self._indicateur, self._demande, cle)


class _OfPlaces:
    """The départements where somebody is in charge on the last day of the period."""

    def __init__(self, reading: Lecture, outils: Outils, indicateur: Indicateur, demande: Demande) -> None:
        if demande.filtres or demande.coupe not in ("", _DEPARTEMENT):
            raise CoupeInconnueError
        self._reading, self._lists, self._indicateur, self._demande = reading, outils.lists, indicateur, demande

    def countings(self) -> list[Counting]:
        """Return nothing: records are read one by one."""
        return []

    def figure(self) -> Figure:
        """Count."""
        rows, wanted = self._rows
        held = {each.cle for each in rows}
        total = Ligne(VIDE, _("Ensemble"), len(held), len(wanted), self._requete(None))
        if not self._demande.coupe:
            return _made(self._reading, self._indicateur, self._demande, WHOLE, (), total)
        lines = [Ligne(key, self._label(key), int(key in held), 1, self._requete(key)) for key in wanted]
        coupe = Coupe(_DEPARTEMENT, _("Département"))
        return _made(self._reading, self._indicateur, self._demande, coupe, lines, total)

    def behind(self, cle: str | None) -> list[Derriere]:
        """Return the functions that are held, in one département or in all of them."""
        rows = [each for each in self._rows[0] if cle in (None, each.cle)]
        return _named(self._reading, self._indicateur, rows)

    def followed(self) -> None:
        """Return nothing: records are read one by one."""
        return

    def trace(self, cle: str | None) -> Trace:
        """Return the trace of the functions that are held, in one département or in all of them."""
        return trace_of(each.rec.hex() for each in self._rows[0] if cle in (None, each.cle))

    @cached_property
    def _rows(self) -> tuple[list[Found], tuple[str, ...]]:
        return correspondents(self._reading, self._demande.periode, self._lists)

    def _label(self, key: str) -> str:
        return _(self._lists.libelle("departements", key))

    def _requete(self, cle: str | None) -> Requete:
        return requete_of(self._indicateur, self._demande, cle)


def _named(reading: Lecture, each: Indicateur, rows: Sequence[Found]) -> list[Derriere]:
    """Return records with their local numbers; one that is no longer here keeps its name, and has the number 0."""
    numbers = reading.numbers(each.formule.kind, frozenset(row.rec for row in rows))
    return [Derriere(numbers.get(row.rec, 0), row.rec.hex(), row.espace.hex(), row.element) for row in rows]
