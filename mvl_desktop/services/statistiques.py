"""Use cases: a figure, from the records of this post, without a network; and the records behind each of its lines.

The one place where numbers are made: the screen, the COPIL, the bilan and the exports ask here, and show the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mvl_desktop.domain.figure import Figure, Requete
from mvl_desktop.domain.indicateurs import Filtres, Indicateurs
from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.statistiques_calcul import Demande, Derriere, Outils, making_of
from mvl_desktop.services.statistiques_lecture import Lecture


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What stands behind a line: exactly as many as it says when it counts, those it was measured on otherwise."""

    kind: str
    total: int
    enregistrements: tuple[Derriere, ...]


def load_indicators(resources: Path) -> Indicateurs:
    """Read the indicators that come with the application. ValueError when malformed."""
    return Indicateurs.from_json(json.loads((resources / "indicateurs.json").read_text(encoding="utf-8")))


def figure(ports: Ports, outils: Outils, code: str, periode: Periode, coupe: str = "", filtres: Filtres = ()) -> Figure:
    """Return a figure; the reading is noted.

    Raises IndicateurInconnuError, CoupeInconnueError, StoreError (filtre_impossible).
    """
    return figures(ports, outils, [Demande(code, periode, coupe, filtres)])[0]


def figures(ports: Ports, outils: Outils, demandes: Sequence[Demande]) -> list[Figure]:
    """Return several figures as of the same moment: what they share is counted once. Raises as `figure`."""
    with ports.store.read() as uow:
        found = figures_in(uow, ports, outils, demandes)
    ports.journal.note("statistiques", lignes=sum(len(each.lignes) or 1 for each in found))
    return found


def figures_in(uow: UnitOfWork, ports: Ports, outils: Outils, demandes: Sequence[Demande]) -> list[Figure]:
    """Return several figures within a unit of work already open; nothing is noted. Raises as `figure`."""
    reading = Lecture(uow, ports, outils.table)
    making = [making_of(reading, outils, each) for each in demandes]
    reading.prepare([counting for each in making for counting in each.countings()])
    return [each.figure() for each in making]


def axe_un(ports: Ports, outils: Outils, periode: Periode) -> list[Figure]:
    """Return the four figures that the parties of a convention exchange, each by its usual cut but the first."""
    wanted = outils.indicateurs.axe_un
    usual = {code: outils.indicateurs.of(code).coupes[0] for code in wanted[1:]}
    return figures(ports, outils, [Demande(code, periode, usual.get(code, "")) for code in wanted])


def whole_period(ports: Ports, outils: Outils, code: str = "I1.0") -> Periode:
    """Return the period from the first record that an indicator may count to today, or to the last when it is later.

    Without any record: this year. Raises IndicateurInconnuError.
    """
    formule = outils.indicateurs.of(code).formule
    with ports.store.read() as uow:
        reading = Lecture(uow, ports, outils.table)
        known = reading.bounds(formule.kind, formule.date) if not formule.groupe else None
    today = reading.today
    first, last = known or (date(today.year, 1, 1), today)
    return Periode(first, max(last, today, first))


def open_figure(ports: Ports, outils: Outils, requete: Requete) -> Ouverture:
    """Return the records behind a line of a figure, or behind its total; the reading is noted.

    Raises as `figure`.
    """
    demande = Demande(requete.code, Periode(requete.du, requete.au), requete.coupe, requete.filtres)
    with ports.store.read() as uow:
        making = making_of(Lecture(uow, ports, outils.table), outils, demande)
        found = making.behind(None if requete.tout else requete.cle)
    ports.journal.note("statistiques", lignes=len(found))
    return Ouverture(outils.indicateurs.of(requete.code).formule.kind, len(found), tuple(found))
