"""What the reader of a grid shows, in the order in which one gets ready for an interview. No widget."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.i18n import N_, _
from ui.text import opening
from ui.values import Values
from ui.view_models.criteres import criteres_of
from ui.view_models.fiches_reader import Head, head
from ui.view_models.rows_model import Wording

FAMILLE = "famille"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a grid. Lines of a family: code, words, what to look at, fiches; of any other part: a text."""

    nom: str
    titre: str
    lines: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def spoken(self) -> str:
        """Return all of it in one text, for screen readers."""
        return "\n".join(" – ".join(part for part in line if part) for line in self.lines)


_BEFORE = (("declencheur", N_("Quand l’utiliser")), ("prudence", N_("À garder en tête")))
_AFTER = (("nouveautes", N_("Ce qui change dans cette version")), ("sources", N_("Sources")))


def parts(champs: Values) -> tuple[Part, ...]:
    """Return the parts of a grid that say something: when, with what care, family by family, and from where."""
    made = [Part(nom, _(titre), _texts(champs.get(nom))) for nom, titre in _BEFORE]
    for famille, ones in groupby(criteres_of(champs), lambda one: str(one.get("famille") or "")):
        lines = tuple(_criterion(one) for one in ones)
        made.append(Part(FAMILLE, opening(famille) or _("Critères"), lines))
    made += [Part(nom, _(titre), _texts(champs.get(nom))) for nom, titre in _AFTER]
    return tuple(part for part in made if part.lines)


def grid_head(declaration: Declaration, champs: Values, wording: Wording, today: date) -> Head:
    """Return the title of a grid and what to know of it before trusting it."""
    found = head(declaration, champs, wording, today)
    if not found.retiree:
        return found
    motif, other = str(champs.get("motif_retrait") or ""), str(champs.get("remplacee_par") or "")
    said = _("Grille retirée\u00a0: {motif}") if motif else _("Grille retirée, à ne plus ouvrir")
    instead = _("remplacée par {code}").format(code=other) if other else ""
    return replace(found, validation=" · ".join(part for part in (said.format(motif=motif), instead) if part))


def _criterion(one: Mapping[str, object]) -> tuple[str, ...]:
    fiches = one.get("fiches")
    named = ", ".join(str(each) for each in fiches) if isinstance(fiches, (list, tuple)) else ""
    said = (str(one.get(name) or "") for name in ("code", "libelle", "aide"))
    return (*said, _("Fiches à relire\u00a0: {codes}").format(codes=named) if named else "")


def _texts(value: object) -> tuple[tuple[str, ...], ...]:
    if isinstance(value, (list, tuple)):
        return tuple((str(each),) for each in value if str(each).strip())
    return ((value,),) if isinstance(value, str) and value.strip() else ()
