"""The desk over a real post: the life of a fiche de conduite."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.services import booklet, fiche_following, fiche_use, relecture
from mvl_desktop.services.espaces import list_homes
from ui.fiche_values import FicheUse, GoneFiche, StepUse
from ui.post_part import PostPart
from ui.values import Typed

_KIND = "fiche-conduite"


class PostFiches(PostPart):
    """Review, use, booklet, following."""

    def my_party(self) -> str:
        """Return the party that who sits here speaks for."""
        return relecture.my_party(self._ports)

    def advance_fiche(self, rec: str, move: str, *, partie: str = "", motif: str = "", remplacee_par: str = "") -> None:
        """Move a fiche on."""
        relecture.advance(self._ports, rec, move, partie=partie, motif=motif, remplacee_par=remplacee_par)

    def remark_fiche(self, rec: str, sur: str, texte: str) -> None:
        """Ask to change something in a fiche."""
        relecture.remark(self._ports, rec, sur, texte)

    def answer_remark(self, rec: str, remarque: str, etat: str, reponse: str) -> None:
        """Say what was made of a remark."""
        relecture.answer_remark(self._ports, rec, remarque, etat, reponse)

    def with_followed(self, typed: Typed, fiche: str) -> Typed:
        """Return the form, its checklist following the version in force."""
        return replace(typed, champs=fiche_following.with_followed(self._ports, typed.champs, fiche))

    def gone_fiches(self, typed: Typed) -> Sequence[GoneFiche]:
        """Return the fiches applied here that are not to be applied any more."""
        return [
            GoneFiche(each.titre, each.etat, each.motif, each.remplacante, each.remplacante_titre)
            for each in fiche_following.gone_fiches(self._ports, typed.champs)
        ]

    def fiche_use(self, rec: str) -> FicheUse:
        """Return how much a fiche is used."""
        use = fiche_use.use_of(self._ports, rec)
        etapes = tuple(
            StepUse(
                each.version,
                each.libelle,
                each.faites,
                each.ecartees,
                each.a_faire,
                each.motifs,
                each.motifs_tus,
            )
            for each in use.etapes
        )
        return FicheUse(use.titre, use.signalements, use.versions, etapes)

    def print_booklet(self, path: Path, *, drafts: bool) -> int:
        """Write the booklet of the usual espace."""
        homes = list_homes(self._ports, _KIND)
        espace = homes[0].id.hex() if homes else None
        made = booklet.print_booklet(self._ports, self._post.printer, path, self._lists, espace=espace, drafts=drafts)
        return made.fiches
