"""The desk over a real post: grids, those opened in a form, and what their answers call for."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from mvl_desktop.domain.reperage import grid_of, version_of
from mvl_desktop.services import fiche_versions, grilles, grilles_lues
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.refusals import RefusError
from ui.grille_values import GrilleFiche, GrilleLine, GrilleOuverte, GrilleRelue
from ui.post_part import PostPart, at
from ui.resources import default_grilles
from ui.values import FicheVersion, Typed


class PostGrilles(PostPart):
    """Grids and their answers."""

    def grilles(self, typed: Typed | None) -> Sequence[GrilleLine]:
        """Return the grids that may be opened, those proposed first."""
        return [
            GrilleLine(
                each.id,
                each.code,
                each.titre,
                each.version,
                each.declencheur,
                each.statut,
                each.forme,
                each.criteres,
                each.reason,
                each.refus,
                each.ouverte,
            )
            for each in grilles.list_grilles(self._ports, typed.champs if typed else None, self._lists)
        ]

    def with_grille(self, typed: Typed, grille: str) -> tuple[Typed, str]:
        """Return the form with a grid opened in it."""
        opened = grilles.with_grille(self._ports, typed.champs, grille)
        return replace(typed, champs=opened.champs), opened.remplie

    def grilles_ouvertes(self, typed: Typed) -> Sequence[GrilleOuverte]:
        """Return what there is to know of the grids opened in a form."""
        return [
            GrilleOuverte(each.remplie, 0 if each.relue else each.plus_recente, each.relue, each.refus)
            for each in grilles_lues.read_grilles(self._ports, typed.champs)
        ]

    def reread_grille(self, typed: Typed, remplie: str) -> GrilleRelue:
        """Return an answered grid beside today's version of it, or beside its newer reading."""
        lines = grilles_lues.compare_reading(self._ports, typed.champs, remplie)
        here = grid_of(typed.champs, remplie)
        if here is None:
            raise RefusError("grille_non_ouverte")
        former = grid_of(typed.champs, str(here.get("relit") or ""))
        if former is not None:
            return GrilleRelue(remplie, str(here.get("titre") or ""), version_of(former), version_of(here), lines)
        known = next(each for each in grilles_lues.read_grilles(self._ports, typed.champs) if each.remplie == remplie)
        return GrilleRelue(remplie, known.titre, known.version, known.plus_recente or known.version, lines)

    def with_relecture(self, typed: Typed, remplie: str, codes: Collection[str]) -> tuple[Typed, str]:
        """Return the form with today's version opened beside, some answers taken over."""
        opened = grilles.with_reading(self._ports, typed.champs, remplie)
        after = grilles.with_carried(self._ports, opened.champs, opened.remplie, list(codes))
        return replace(typed, champs=after), opened.remplie

    def called_fiches(self, typed: Typed) -> Sequence[GrilleFiche]:
        """Return the fiches de conduite that answers call for, and why."""
        return [
            GrilleFiche(each.id, each.code, each.titre, each.reason, each.applied)
            for each in grilles_lues.called_fiches(self._ports, typed.champs, self._lists)
        ]

    def grille_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a grid, the last first."""
        return [
            FicheVersion(each.version, at(each.at_ms), each.poste, each.champs)
            for each in fiche_versions.versions_of(self._ports, rec, grilles.KIND)
        ]

    def add_default_grilles(self) -> int:
        """Put the grids that come with the application in the usual espace."""
        homes = list_homes(self._ports, grilles.KIND)
        if not homes:
            raise RefusError("aucun_espace")
        return len(add_defaults(self._ports, grilles.KIND, default_grilles(), espace=homes[0].id.hex()))
