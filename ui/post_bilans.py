"""The desk over a real post: bilans."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.domain.convention_vie import vie
from mvl_desktop.domain.echeances_faits import Champs, text
from mvl_desktop.domain.petits_nombres import SEUIL
from mvl_desktop.i18n import _
from mvl_desktop.ports.store import Query
from mvl_desktop.services import bilans
from mvl_desktop.services.bilans_blocs import Bloc, read_blocks
from mvl_desktop.services.bilans_chiffres import line_of
from mvl_desktop.services.bilans_export import export_bilan
from mvl_desktop.services.conventions import KIND as CONVENTION
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.figure_words import line_said
from mvl_desktop.services.mesures import requete_of
from mvl_desktop.services.records import list_records, show_record
from mvl_desktop.services.reunions_copil import Since, behind_of
from ui.bilan_values import BilanSeen, MeasureLine
from ui.post_part import PostPart


class PostBilans(PostPart):
    """Bilans."""

    def bilan_seen(self, rec: str) -> BilanSeen:
        """Return what a bilan says; once frozen, beside what has become of it since."""
        told = bilans.read_bilan(self._ports, self._post.chiffres, rec)
        since = bilans.changed_since(self._ports, self._post.chiffres, rec) if told.fige else []
        beside: Sequence[Since | None] = since or [None] * len(told.mesures)
        lines = tuple(measure_line(each, now) for each, now in zip(told.mesures, beside, strict=True))
        return BilanSeen(
            rec,
            text(told.champs, "intitule"),
            told.fige,
            told.integre,
            lines,
            tuple(map(said_block, read_blocks(told.blocs))),
        )

    def prepare_bilan(self) -> str:
        """Make the bilan of the year to date."""
        today = self._ports.clock.now().date()
        _total, found = list_records(self._ports, Query(CONVENTION))
        standing = [
            str(each["id"])
            for each in found
            if vie(show_record(self._ports, str(each["id"]), kind=CONVENTION).champs, today).en_vigueur
        ]
        homes = list_homes(self._ports, bilans.KIND)
        espace = homes[0].id.hex() if homes and not standing else None
        return bilans.prepare_bilan(self._ports, standing[0] if standing else "", espace=espace, lists=self._lists)

    def freeze_bilan(self, rec: str) -> None:
        """Freeze it."""
        bilans.freeze_bilan(self._ports, self._post.chiffres, rec)

    def export_bilan(self, rec: str, path: Path) -> str:
        """Write it to a file."""
        post = self._post
        return export_bilan(self._ports, post.printer, post.medium, post.chiffres, rec, path).numero


def measure_line(mesure: Champs, since: Since | None = None) -> MeasureLine:
    """Return a value of a bilan as the window says it; `since`: what has become of a frozen one."""
    label = " – ".join(part for part in (text(mesure, "libelle"), text(mesure, "ligne_libelle")) if part)
    value = line_said(line_of(mesure), text(mesure, "unite") or "n", SEUIL)
    if since is None:
        requete, today, memes, now = requete_of(mesure), "", True, None
    else:
        requete, memes, now = since.requete, since.memes, since.maintenant
        today = "" if memes else since.aujourdhui or ""
    return MeasureLine(text(mesure, "code"), _(label), value, today, requete, behind_of(mesure), now, memes)


def said_block(bloc: Bloc) -> tuple[str, tuple[str, ...]]:
    """Return a part of a bilan as a title and lines."""
    rows = (" · ".join(cell for cell in row if cell) for row in bloc.lignes)
    return bloc.titre, (*rows, *bloc.textes)
