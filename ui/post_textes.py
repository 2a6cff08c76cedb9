"""The desk over a real post: the legal library."""

from collections.abc import Sequence

from mvl_desktop.services import textes, textes_liste
from mvl_desktop.services.espaces import list_homes
from ui.post_part import PostPart
from ui.resources import default_texts
from ui.texte_values import TexteCited, TexteHolder, TexteLine, TexteWish
from ui.values import Values


class PostTextes(PostPart):
    """Laws, articles, circulars."""

    def texts(self, wish: TexteWish) -> Sequence[TexteLine]:
        """Return texts."""
        asked = textes_liste.TexteWish(wish.text, wish.nature, wish.theme, wish.etat)
        return [
            TexteLine(
                each.id,
                each.code,
                each.intitule,
                each.nature,
                each.resume,
                each.etat,
                each.depuis,
                each.remplacant,
                each.texte_du,
                each.motif,
            )
            for each in textes_liste.list_texts(self._ports, asked)
        ]

    def texts_to_cite(self) -> Sequence[str]:
        """Return the titles of the texts in force."""
        return textes.texts_to_cite(self._ports)

    def cited_texts(self, lines: Sequence[str], since: str = "") -> Sequence[TexteCited]:
        """Return what free text cites."""
        return [
            TexteCited(
                each.id,
                each.code,
                each.intitule,
                each.etat,
                each.depuis,
                each.remplacant,
                each.remplacant_id,
                each.a_verifier,
            )
            for each in textes.cited_by(self._ports, lines, since)
        ]

    def text_holders(self, rec: str) -> Sequence[TexteHolder]:
        """Return the records that cite a text."""
        return [TexteHolder(each.id, each.kind, each.titre, each.etat) for each in textes.holders_of(self._ports, rec)]

    def add_default_texts(self) -> int:
        """Put the texts that come with the application in the usual espace."""
        homes = list_homes(self._ports, textes.KIND)
        espace = homes[0].id.hex() if homes else None
        return len(textes.add_default_texts(self._ports, default_texts(), espace=espace))

    def verify_text(self, rec: str) -> None:
        """Say that a text was read today."""
        textes.mark_verified(self._ports, rec)

    def replace_text(self, rec: str, champs: Values, le: str) -> str:
        """Replace a text by another from a day on."""
        return textes.replace_text(self._ports, rec, champs, le)
