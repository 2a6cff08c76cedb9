"""The desk over a real post: meetings, their minutes, what they leave to do."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from mvl_desktop.domain.obligation import LigneDepartement
from mvl_desktop.i18n import _
from mvl_desktop.services import reunions, reunions_copil, reunions_suivi
from mvl_desktop.services.communicable_source import blocks_of_sheet
from mvl_desktop.services.printing import lay_out
from ui.post_part import PostPart
from ui.resources import resource
from ui.reunion_values import DecisionLine, DepartementLine, ObligationYear, SinceLine
from ui.values import Choice, Values


class PostReunions(PostPart):
    """Meetings."""

    @cached_property
    def _programme(self) -> reunions.Programme:
        return reunions.load_programme(resource())

    def reunion_begun(self, type_reunion: str) -> Values:
        """Return what a meeting of this type begins with."""
        return reunions.begun(self._ports, self._programme, type_reunion)

    def set_reunion_state(self, rec: str, etat: str, le: date | None = None) -> None:
        """Say how a meeting stands."""
        reunions.set_state(self._ports, rec, etat, le)

    def move_minutes(self, rec: str, move: str) -> None:
        """Move minutes on."""
        reunions.move_minutes(self._ports, rec, move)

    def next_reunion(self, rec: str, le: date) -> str:
        """Make the next meeting; return its id."""
        return reunions.next_meeting(self._ports, self._programme, rec, le)

    def minutes_text(self, rec: str, *, masked: bool) -> Sequence[str]:
        """Return the minutes as blocks."""
        counting = self._post.chiffres
        return blocks_of_sheet(
            lay_out(self._ports, rec, self._lists, kind=reunions.KIND, masked=masked, outils=counting)
        )

    def obligation(self, annee: int) -> ObligationYear:
        """Return the yearly meeting of each département."""
        found = reunions_suivi.obligation_of(self._ports, self._programme, self._lists, annee)
        asked = found.obligation
        return ObligationYear(
            annee,
            asked.texte if asked else "",
            asked.citation if asked else "",
            asked.conseil if asked else False,
            asked.a_verifier if asked else False,
            found.close,
            [self._departement(line) for line in found.lignes],
        )

    def decisions_ouvertes(self) -> Sequence[DecisionLine]:
        """Return what meetings left to do."""
        return [
            DecisionLine(each.rec, each.objet, each.numero, each.texte, each.responsable, each.pour_le, each.retard)
            for each in reunions_suivi.list_decisions(self._ports)
        ]

    def convention_indicators(self) -> Sequence[Choice]:
        """Return the indicators that may be frozen."""
        known = self._post.chiffres.indicateurs
        return [Choice(code, _(known.of(code).libelle)) for code in reunions_copil.default_codes(self._post.chiffres)]

    def freeze_indicators(self, rec: str, codes: Sequence[str]) -> int:
        """Freeze indicators at the date of a meeting."""
        return reunions_copil.freeze(self._ports, self._post.chiffres, rec, codes)

    def since_frozen(self, rec: str) -> Sequence[SinceLine]:
        """Return frozen values beside today's."""
        return [
            SinceLine(
                each.code,
                " – ".join(filter(None, (each.libelle, each.ligne))),
                each.figee,
                each.aujourdhui,
                each.unite,
                each.memes,
                each.requete,
                each.alors,
                each.maintenant,
            )
            for each in reunions_copil.since(self._ports, self._post.chiffres, rec)
        ]

    def _departement(self, line: LigneDepartement) -> DepartementLine:
        return DepartementLine(
            line.departement,
            self._lists.libelle("departements", line.departement),
            line.situation,
            [each.le for each in line.tenues if each.le],
            [each.le for each in line.prevues if each.le],
            len(line.a_preciser),
            any(each.ars_presente for each in line.tenues),
            line.rec,
        )
