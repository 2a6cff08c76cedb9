"""Two versions of a grid side by side, word by word: the comparison of fiches, over the parts of a grid."""

from collections.abc import Sequence

from mvl_desktop.history.compare import compare
from mvl_desktop.i18n import N_, _
from ui.background import Background
from ui.desk_grilles import Grilles
from ui.values import FicheVersion, Values
from ui.view_models.fiche_versions import Compared, Versions
from ui.view_models.grilles_reader import Part, parts


class GrilleVersions(Versions):
    """The versions of one grid, the last first."""

    title = N_("Versions de la grille")
    alone = N_("C’est la seule. La suivante se prépare par «\u00a0Relecture\u00a0», dans la barre de la grille.")

    def __init__(self, desk: Grilles, background: Background) -> None:
        super().__init__(background)
        self._desk = desk

    def fetch(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a grid."""
        return self._desk.grille_versions(rec)

    def compare(self, old: Values, new: Values) -> tuple[Compared, ...]:
        """Compare two states of a grid, part by part, in the order of the reader."""
        before, after = ({_key(part): part for part in parts(champs)} for champs in (old, new))
        found = [Compared(_("Titre"), *compare(str(old.get("titre") or ""), str(new.get("titre") or "")))]
        for key in dict.fromkeys((*after, *before)):
            sides = [held[key].spoken if key in held else "" for held in (before, after)]
            found.append(Compared(key[1], *compare(*sides)))
        return tuple(found)


def _key(part: Part) -> tuple[str, str]:
    return part.nom, part.titre
