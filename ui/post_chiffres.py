"""The desk over a real post: what is counted here, what others counted, what leaves of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.domain.figure import Figure, Requete
from mvl_desktop.domain.indicateurs import Indicateur
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.petits_nombres import SEUIL, for_leaving
from mvl_desktop.i18n import _
from mvl_desktop.services import figure_export, statistiques
from mvl_desktop.services.figure_charts import chart_of
from mvl_desktop.services.figure_leaves import Leaf, leaf_of, leaf_of_chart, leaf_of_map
from mvl_desktop.services.figure_records import PLACE, cuts_of, list_counted, narrowed, place_cut, unnarrowed_said
from mvl_desktop.services.serie_charts import list_series
from mvl_desktop.services.statistiques_calcul import Demande
from ui.chiffre_values import (
    Asked,
    Chiffre,
    ChiffreLeaving,
    Chiffres,
    ChiffreWish,
    ChiffreWritten,
    CountedRecord,
    SerieLine,
)
from ui.chiffre_values import Indicateur as IndicateurLine
from ui.post_part import PostPart
from ui.text import say, titled
from ui.values import Choice


class PostChiffres(PostPart):
    """Figures."""

    def first_figures(self, wish: ChiffreWish) -> Chiffres:
        """Return the four figures of axe 1, and what else can be counted."""
        known = self._post.chiffres.indicateurs
        first = [known.of(code) for code in known.axe_un]
        asked = [Asked(each.code, each.coupes[0] if each.unite == "%" else "") for each in first]
        lines = tuple(
            IndicateurLine(each.code, _(each.libelle), tuple(Choice(code, said) for code, said in cuts_of(each)))
            for each in known.tous
        )
        return Chiffres(tuple(self._chiffres(asked, wish)), lines)

    def figure(self, asked: Asked, wish: ChiffreWish) -> Chiffre:
        """Return a figure, and the same one over the period beside."""
        return self._chiffres([asked], wish)[0]

    def counted(self, requete: Requete) -> Sequence[CountedRecord]:
        """Return the records behind a number, those that this post may read."""
        formule = self._post.chiffres.indicateurs.of(requete.code).formule
        declared = required(formule.kind)
        field = declared.champ(formule.date)
        return [
            CountedRecord(
                each.kind,
                each.rec,
                each.reference,
                titled(declared, each.titre),
                say(field, each.date, self._wording) if field is not None and each.date else "",
            )
            for each in list_counted(self._ports, self._post.chiffres, requete)
        ]

    def drawn_series(self) -> Sequence[SerieLine]:
        """Return the series that others published."""
        return [SerieLine(each.rec, each.titre, each.chart, each.drawn) for each in list_series(self._ports)]

    def export_figure(self, leaving: ChiffreLeaving, path: Path) -> ChiffreWritten:
        """Write a figure to a file, by the path's ending, and enter it in the register of exports."""
        wish = figure_export.FigureWish(motif=leaving.motif, destinataire=leaving.destinataire, interne=leaving.interne)
        done = figure_export.export_figure(
            self._ports, self._post.printer, self._post.medium, self._lists, self._leaf(leaving), wish, path
        )
        return ChiffreWritten(done.numero, done.lignes)

    def _leaf(self, leaving: ChiffreLeaving) -> Leaf:
        if leaving.chart is not None:
            return leaf_of_map(leaving.chart)
        if leaving.serie:
            series = {each.rec: each for each in list_series(self._ports)}
            return leaf_of_chart(series[leaving.serie].chart)
        found = self.figure(leaving.asked, leaving.wish)
        figure, other = found.figure, found.autre
        if not leaving.interne:
            both = [figure, *([other] if other is not None else [])]
            figure, *rest = for_leaving(both, self._post.chiffres.indicateurs)
            other = rest[0] if rest else None
        chart = chart_of(figure, found.seuil, other, leaving.manner)
        return leaf_of(figure, found.seuil, chart, other)

    def _chiffres(self, asked: Sequence[Asked], wish: ChiffreWish) -> list[Chiffre]:
        today = self._ports.clock.now().date()
        periode, beside = wish.periode(today), wish.comparee(today)
        known = self._post.chiffres.indicateurs
        each = [(one, known.of(one.code)) for one in asked]
        demandes = [self._demande(one, indicateur, wish) for one, indicateur in each]
        wanted = [replace(one, periode=periode) for one in demandes]
        if beside is not None:
            wanted += [replace(one, periode=beside) for one in demandes]
        found = statistiques.figures(self._ports, self._post.chiffres, wanted)
        others: Sequence[Figure | None] = found[len(demandes) :] or [None] * len(demandes)
        return [
            Chiffre(one, self._said_of_choices(figure, indicateur, wish), other, SEUIL)
            for (one, indicateur), figure, other in zip(each, found, others, strict=False)
        ]

    def _demande(self, asked: Asked, indicateur: Indicateur, wish: ChiffreWish) -> Demande:
        coupe = place_cut(indicateur) if asked.coupe == PLACE else asked.coupe
        pairs, _left = self._narrowed(indicateur, wish)
        return Demande(asked.code, wish.periode(self._ports.clock.now().date()), coupe, pairs)

    def _narrowed(
        self, indicateur: Indicateur, wish: ChiffreWish
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        return narrowed(indicateur, departement=wish.departement, domaine=wish.domaine, espace=wish.espace)

    def _said_of_choices(self, figure: Figure, indicateur: Indicateur, wish: ChiffreWish) -> Figure:
        _pairs, left = self._narrowed(indicateur, wish)
        note = unnarrowed_said(left)
        return replace(figure, precautions=(note, *figure.precautions)) if note else figure

    def _wording(self, nomenclature: str, code: str) -> str:
        return self._lists.libelle(nomenclature, code)
