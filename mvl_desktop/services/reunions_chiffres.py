"""The frozen values of minutes as they leave: small numbers hidden, and those that would give them back."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.echeances_faits import text
from mvl_desktop.domain.figure import Ligne
from mvl_desktop.domain.indicateurs import Indicateurs
from mvl_desktop.domain.petits_nombres import SEUIL
from mvl_desktop.i18n import _
from mvl_desktop.services.bilans_chiffres import figures_of
from mvl_desktop.services.figure_words import hidden_said

_SMALL = tuple(map(str, range(1, SEUIL)))

Champs = Mapping[str, object]


def said_instead(mesures: Sequence[Champs], indicateurs: Indicateurs | None) -> list[str]:
    """Return what stands in the place of each value in what leaves; empty where it may be said.

    Without indicators nothing says what ties the counts: none of them is said. What was entered is hidden when small.
    """
    counted = [each for each in mesures if text(each, "requete")]
    lines = _lines(counted, indicateurs) if indicateurs is not None else {}
    return [_instead(each, lines.get(_key(each))) for each in mesures]


def _instead(mesure: Champs, line: Ligne | None) -> str:
    if not text(mesure, "requete"):
        return _("moins de {seuil}").format(seuil=SEUIL) if text(mesure, "valeur") in _SMALL else ""
    if line is None:
        return _("non communiqué")
    return hidden_said(line, SEUIL) if line.masque in ("petit", "secret") else ""


def _lines(counted: Sequence[Champs], indicateurs: Indicateurs) -> dict[tuple[str, ...], Ligne]:
    found: dict[tuple[str, ...], Ligne] = {}
    for _part, figure in figures_of(counted, indicateurs):
        asked = (figure.code, figure.coupe, figure.periode.du.isoformat(), figure.periode.au.isoformat())
        found[*asked, "total"] = figure.total
        found |= {(*asked, f"ligne {line.cle}"): line for line in figure.lignes}
    return found


def _key(mesure: Champs) -> tuple[str, ...]:
    which = f"ligne {text(mesure, 'ligne')}" if text(mesure, "ligne_libelle") else "total"
    return (*(text(mesure, name) for name in ("code", "coupe", "du", "au")), which)
