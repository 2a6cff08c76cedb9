"""The figures of a bilan, made again from their frozen values: what paper and spreadsheets show of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast, get_args

from mvl_desktop.domain.echeances_faits import text
from mvl_desktop.domain.figure import RESERVE, Figure, Ligne, Unite
from mvl_desktop.domain.indicateurs import TEMPS, Indicateur, IndicateurInconnuError, Indicateurs
from mvl_desktop.domain.periode import Periode, PeriodeInvalideError
from mvl_desktop.domain.petits_nombres import for_leaving, within
from mvl_desktop.services.figure_records import cuts_of
from mvl_desktop.services.mesures import RESERVED, requete_of

Champs = Mapping[str, object]
_PARTS = {1: "axe_1", 2: "axe_2"}
_LINES_MAX, _PERIODS_MAX, _DIGITS_MAX = 500, 12, 15
"""What another post wrote is worked on within these bounds: ours hold 101 départements, and one period."""


def figures_of(mesures: Sequence[Champs], indicateurs: Indicateurs) -> Iterator[tuple[str, Figure]]:
    """Give each figure with its part of the bilan, small numbers hidden: what leaves tells of nobody."""
    groups: dict[tuple[str, ...], list[Champs]] = {}
    for each in mesures:
        key = tuple(text(each, name) for name in ("code", "coupe", "du", "au"))
        groups.setdefault(key, []).append(each)
    made = [found for held in groups.values() if (found := _figure(held, indicateurs)) is not None]
    few = len({each.periode for each in made}) <= _PERIODS_MAX
    sound = {place for place, each in enumerate(made) if few and _is_ours(each, indicateurs)}
    left = iter(for_leaving([made[place] for place in sorted(sound)], indicateurs))
    for place, figure in enumerate(made):
        yield part_of(figure.code, indicateurs), next(left) if place in sound else _withheld(figure)


def _is_ours(figure: Figure, indicateurs: Indicateurs) -> bool:
    """Whether a figure is one that this version makes: what it cannot place among the others, it cannot protect."""
    keys = [line.cle for line in figure.lignes]
    if _known(figure.code, indicateurs) is None or len(keys) > _LINES_MAX or len(set(keys)) < len(keys):
        return False
    try:
        return figure.coupe not in TEMPS or all(within(figure, line) for line in figure.lignes)
    except (ValueError, PeriodeInvalideError):
        return False


def _withheld(figure: Figure) -> Figure:
    """Return a figure without a number."""

    def kept(line: Ligne) -> Ligne:
        return replace(line, valeur=None, sur=None, masque=line.masque or "secret")

    return replace(figure, lignes=tuple(map(kept, figure.lignes)), total=kept(figure.total), internes=(), sortie=True)


def part_of(code: str, indicateurs: Indicateurs) -> str:
    """Return the part of a bilan that an indicator belongs to; those of the partnership itself are the COPIL's."""
    known = _known(code, indicateurs)
    return _PARTS.get(known.axe, "copil") if known is not None else "ensemble"


def _figure(held: Sequence[Champs], indicateurs: Indicateurs) -> Figure | None:
    try:
        periode = Periode(date.fromisoformat(text(held[0], "du")), date.fromisoformat(text(held[0], "au")))
        frozen = date.fromisoformat(text(held[0], "figee_le"))
    except ValueError:
        return None
    code, coupe = text(held[0], "code"), text(held[0], "coupe")
    known = _known(code, indicateurs)
    unit = text(held[0], "unite")
    whole = [each for each in held if not text(each, "ligne_libelle")]
    if len(whole) > 1:  # two totals of one question: neither is the one that its lines make
        whole = []
    lines = tuple(line_of(each) for each in held if text(each, "ligne_libelle"))
    return Figure(
        code=code,
        libelle=text(held[0], "libelle"),
        definition=text(held[0], "definition"),
        unite=cast("Unite", unit if unit in get_args(Unite) else "n"),
        periode=periode,
        lignes=lines,
        total=line_of(whole[0]) if whole else Ligne("", text(held[0], "libelle"), None),
        extrait_le=frozen,
        coupe=coupe,
        coupe_libelle=dict(cuts_of(known)).get(coupe, coupe) if known is not None else coupe,
        sensible=known.sensible if known is not None else True,
    )


def line_of(mesure: Champs) -> Ligne:
    """Return a frozen value as a line of a figure, nothing hidden yet."""
    said = text(mesure, "valeur")
    reserved = said == RESERVED
    value, over = _number(said), _number(text(mesure, "sur"))
    return Ligne(
        RESERVE if reserved else text(mesure, "ligne"),
        text(mesure, "ligne_libelle") or text(mesure, "libelle"),
        value,
        int(over) if over is not None else None,
        requete_of(mesure),
        "reserve" if reserved else "",
    )


def _number(said: str) -> int | float | None:
    plain = "".join(sign for sign in said[: 2 * _DIGITS_MAX] if sign.isdigit() or sign in ",-")
    if len(plain) > _DIGITS_MAX:
        return None
    try:
        return float(plain.replace(",", ".")) if "," in plain else int(plain)
    except ValueError:
        return None


def _known(code: str, indicateurs: Indicateurs) -> Indicateur | None:
    try:
        return indicateurs.of(code)
    except IndicateurInconnuError:
        return None
