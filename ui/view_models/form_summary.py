"""What a part of a form says of itself when it is folded: what is filled, in one line, and how much. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _, ngettext
from ui.text import say

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
    return " · ".join(_said(field, values.get(field.name), wording) for field in filled[:_ENOUGH])


def tally(fields: Sequence[DeclaredField], values: Mapping[str, object]) -> str:
    """Say how much of a part is filled, and what is still expected of it, softly."""
    shown = [field for field in fields if field.is_shown(values)]
    filled = sum(is_filled(values.get(field.name)) for field in shown)
    awaited = len(missing(shown, values))
    if awaited:
        return ngettext("{n} attendu", "{n} attendus", awaited).format(n=awaited)
    return _("{n} sur {total}").format(n=filled, total=len(shown)) if filled else _("vide")


def missing(fields: Iterable[DeclaredField], values: Mapping[str, object]) -> list[DeclaredField]:
    """Return the fields that the form asks for and that are empty."""
    return [field for field in fields if field.champ.requis and not is_filled(values.get(field.name))]


def _said(field: DeclaredField, value: object, wording: Wording) -> str:
    if isinstance(value, bool):
        yes = _(field.libelle)
        return yes if value else _("{field} : non").format(field=yes)
    if field.sort == "elements" and isinstance(value, Sequence):
        return f"{_(field.libelle)} : {len(value)}"
    text = " ".join(say(field, value, wording).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
