"""The desk over a real post: what is kept apart, fiches to apply, the people who work here."""

from collections.abc import Sequence
from dataclasses import replace

from mvl_desktop.services import asides, fiche_versions, handover
from mvl_desktop.services import fiches as guides
from mvl_desktop.services import people as persons
from ui.post_part import PostPart, at
from ui.values import Aside, FicheLine, FicheVersion, NewerFiche, Person, Typed


class PostWork(PostPart):
    """The work around a signalement."""

    def aside(self, reference: str) -> Aside:
        """Return what may be said of what is kept apart."""
        found = asides.aside(self._ports, reference)
        return Aside(found.state, found.id, found.titre)

    def reference_of(self, rec: str) -> str:
        """Return the reference to write in a field."""
        return asides.reference_of(self._ports, rec)

    def fiches(self, typed: Typed | None) -> Sequence[FicheLine]:
        """Return the fiches that may be applied, those proposed first."""
        return [
            FicheLine(
                each.id,
                each.code,
                each.titre,
                each.version,
                each.declencheur,
                each.statut,
                each.urgence,
                each.reason,
                each.applied,
            )
            for each in guides.list_fiches(self._ports, typed.champs if typed else None, self._lists)
        ]

    def with_fiche(self, typed: Typed, fiche: str) -> Typed:
        """Return the form with the steps of a fiche in its checklist."""
        return replace(typed, champs=guides.with_fiche(self._ports, typed.champs, fiche))

    def newer(self, typed: Typed) -> Sequence[NewerFiche]:
        """Return the fiches applied here that have changed since."""
        return [
            NewerFiche(each.id, each.titre, each.applied, each.current, each.added, each.removed)
            for each in guides.newer_fiches(self._ports, typed.champs)
        ]

    def fiche_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a fiche, the last first."""
        return [
            FicheVersion(each.version, at(each.at_ms), each.poste, each.champs)
            for each in fiche_versions.versions_of(self._ports, rec)
        ]

    def me(self) -> Person:
        """Return who sits at this post."""
        return self._person(persons.me(self._ports))

    def people(self) -> Sequence[Person]:
        """Return who works in these espaces, oneself first."""
        return [self._person(each) for each in persons.list_people(self._ports)]

    def hand_over(self, leaving: str, taking: str, motif: str) -> int:
        """Give what somebody was in charge of to somebody else."""
        return handover.hand_over(self._ports, leaving, taking, motif)

    def _person(self, found: persons.Person) -> Person:
        fonction = self._lists.libelle("fonctions", found.fonction) if found.fonction else ""
        return Person(found.nom, fonction, found.delegation, found.code, found.here, found.gone)
