"""What a part of a form says of itself when it is folded: what is filled, in one line, and how much. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _, ngettext
from ui.text import say, short_date

Wording = Callable[[str, str], str]
"""How a code of a nomenclature is said."""

_LONGEST = 80
_ENOUGH = 8
_EMPTY: tuple[object, ...] = (None, "", [], ())


def is_filled(value: object) -> bool:
    """Whether a field holds something."""
    return value not in _EMPTY


def summary(fields: Iterable[DeclaredField], values: Mapping[str, object], wording: Wording) -> str:
    """Say what these fields hold, those that matter most first: their order is the form's."""
    filled = [field for field in fields if is_filled(values.get(field.name))]
    if len(filled) == 1 and filled[0].sort == "elements":
        elements = _elements(values.get(filled[0].name))
        return " · ".join(_first(filled[0].champs, element, wording) for element in elements[:_ENOUGH])
    return " · ".join(_said(field, values.get(field.name), wording) for field in filled[:_ENOUGH])


def tally(fields: Sequence[DeclaredField], values: Mapping[str, object]) -> str:
    """Say how much of a part is filled, and what is still expected of it, softly."""
    shown = [field for field in fields if field.is_shown(values)]
    filled = sum(is_filled(values.get(field.name)) for field in shown)
    awaited = len(missing(shown, values))
    if len(shown) == 1 and shown[0].sort == "elements":
        return _counted(_elements(values.get(shown[0].name)))
    if awaited:
        return ngettext("{n} attendu", "{n} attendus", awaited).format(n=awaited)
    return _("{n} sur {total}").format(n=filled, total=len(shown)) if filled else _("vide")


def short_day(value: object) -> str:
    """Say a day kept in ISO; what is no day is said as it is."""
    if not isinstance(value, str):
        return short_date(value) if isinstance(value, date) else ""
    try:
        return short_date(date.fromisoformat(value))
    except ValueError:
        return value


def missing(fields: Iterable[DeclaredField], values: Mapping[str, object]) -> list[DeclaredField]:
    """Return the fields that the form asks for and that are empty."""
    return [field for field in fields if field.champ.requis and not is_filled(values.get(field.name))]


def _counted(elements: Sequence[Mapping[str, object]]) -> str:
    """Say how many elements there are; of steps, how many are settled."""
    states = [element.get("etat") for element in elements]
    if any(state in ("a_faire", "fait", "ecarte") for state in states):
        return _("{n} sur {total}").format(n=sum(state in ("fait", "ecarte") for state in states), total=len(states))
    return str(len(elements)) if elements else _("vide")


def _elements(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []


def _first(fields: Sequence[DeclaredField], element: Mapping[str, object], wording: Wording) -> str:
    """Say what names an element: its title when it was given one, else its first words, else its first code."""
    titled = [field for field in fields if field.name == "titre" and is_filled(element.get("titre"))]
    filled = [field for field in fields if is_filled(element.get(field.name)) and not field.champ.cache]
    words = [field for field in filled if field.sort in ("texte_court", "texte") and not field.champ.forme]
    return next((_said(field, element.get(field.name), wording) for field in (*titled, *words, *filled)), "…")


def _said(field: DeclaredField, value: object, wording: Wording) -> str:
    if isinstance(value, bool):
        yes = _(field.libelle)
        return yes if value else _("{field}\u00a0: non").format(field=yes)
    if field.sort == "elements" and isinstance(value, Sequence):
        return f"{_(field.libelle)}\u00a0: {len(value)}"
    text = " ".join(say(field, value, wording).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
