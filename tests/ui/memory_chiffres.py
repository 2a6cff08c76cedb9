"""The post in memory: figures as a test says, what they open, and what left of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mvl_desktop.domain.figure import RESERVE, Figure, Ligne, Requete
from mvl_desktop.domain.periode import Periode
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON
from ui.chiffre_values import (
    Asked,
    Chiffre,
    ChiffreLeaving,
    Chiffres,
    ChiffreWish,
    ChiffreWritten,
    CountedRecord,
    Indicateur,
    SerieLine,
)
from ui.values import Choice

_CUTS = (Choice("mois", "Mois"), Choice("departement", "Département"))
_FIRST = (
    ("I1.1", "Signalements reçus", 42),
    ("I1.3", "Situations à risque", 17),
    ("I1.4", "Situations infractionnelles présumées", 6),
    ("I1.2", "Demandes d’information", 9),
)
_LINES = {
    "": (),
    "mois": (("01", "janvier", 20), ("02", "février", 3), ("03", "mars", 19)),
    "departement": (("01", "Ain", 31), ("75", "Paris", 3), ("974", "La Réunion", 8), (RESERVE, "Réservé", None)),
}


class MemoryChiffres:
    """Figures that are always the same, whatever the period; each period is said."""

    figures_asked: tuple[tuple[Asked, ChiffreWish], ...] = ()
    figures_left: tuple[tuple[ChiffreLeaving, Path], ...] = ()
    figure_refusal = ""
    figure_notes: tuple[str, ...] = ()
    counted_records: tuple[CountedRecord, ...] = ()
    counted_asked: tuple[Requete, ...] = ()
    series_lines: tuple[SerieLine, ...] = ()

    def first_figures(self, wish: ChiffreWish) -> Chiffres:
        self._refuse_figure()
        found = tuple(self._chiffre(Asked(code), wish) for code, _libelle, _n in _FIRST)
        return Chiffres(found, tuple(Indicateur(code, libelle, _CUTS) for code, libelle, _n in _FIRST))

    def figure(self, asked: Asked, wish: ChiffreWish) -> Chiffre:
        self._refuse_figure()
        self.figures_asked = (*self.figures_asked, (asked, wish))
        return self._chiffre(asked, wish)

    def counted(self, requete: Requete) -> Sequence[CountedRecord]:
        self.counted_asked = (*self.counted_asked, requete)
        return self.counted_records

    def drawn_series(self) -> Sequence[SerieLine]:
        return self.series_lines

    def export_figure(self, leaving: ChiffreLeaving, path: Path) -> ChiffreWritten:
        self._refuse_figure()
        self.figures_left = (*self.figures_left, (leaving, path))
        return ChiffreWritten(f"K7-{len(self.figures_left)}", 3)

    def _refuse_figure(self) -> None:
        if self.figure_refusal:
            raise RefusError(self.figure_refusal)

    def _chiffre(self, asked: Asked, wish: ChiffreWish) -> Chiffre:
        today = NOON.date()
        beside = wish.comparee(today)
        mine = self._figure(asked, wish.periode(today), today)
        return Chiffre(asked, mine, self._figure(asked, beside, today) if beside is not None else None)

    def _figure(self, asked: Asked, periode: Periode, today: date) -> Figure:
        libelle, number = next((said, n) for code, said, n in _FIRST if code == asked.code)

        def requete(cle: str) -> Requete:
            return Requete(asked.code, "signalement", periode.du, periode.au, asked.coupe, cle, tout=not cle)

        lines = tuple(Ligne(cle, said, n, requete=requete(cle)) for cle, said, n in _LINES[asked.coupe])
        return Figure(
            code=asked.code,
            libelle=libelle,
            definition="Definition 1.1",
            unite="n",
            periode=periode,
            lignes=lines,
            total=Ligne("", "Ensemble", number, requete=requete("")),
            extrait_le=today,
            coupe=asked.coupe,
            coupe_libelle={"mois": "Mois", "departement": "Département"}.get(asked.coupe, ""),
            precautions=self.figure_notes,
        )
