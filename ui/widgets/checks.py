"""What can be checked in a number as it is typed. It is said under the field and stops nobody: it may be right."""

import re
from collections.abc import Callable

from mvl_desktop.i18n import _

Check = Callable[[str], str | None]
"""Returns what should be looked at in a text, in one sentence."""

_FINESS = re.compile(r"\d[\dAB]\d{7}\Z", re.ASCII)
_SPACES = re.compile(r"[\s.\-]+")
_DIALLED = re.compile(r"\+?\d{2,15}\Z", re.ASCII)
_AROUND = re.compile(r"[()/]")


def finess(text: str) -> str | None:
    """Say when a text is no FINESS number: nine characters, the département first."""
    if _FINESS.match(_SPACES.sub("", text.upper())):
        return None
    return _("Un numéro FINESS compte neuf chiffres. Vérifiez-le si vous le pouvez.")


def telephone(text: str) -> str | None:
    """Say when a text cannot be dialled: digits, with what people write between them."""
    dialled = _AROUND.sub("", _SPACES.sub("", text))
    if _DIALLED.match(dialled):
        return None
    return _("Un numéro de téléphone s’écrit en chiffres, comme 01 99 00 00 00. Vérifiez-le si vous le pouvez.")


def siret(text: str) -> str | None:
    """Say when a text is no SIRET: fourteen digits whose weighted sum is a multiple of ten."""
    digits = _SPACES.sub("", text)
    if len(digits) == 14 and digits.isascii() and digits.isdigit() and _luhn(digits):
        return None
    return _("Un numéro SIRET compte quatorze chiffres, dont un de contrôle. Vérifiez-le si vous le pouvez.")


def check_of(name: str) -> Check | None:
    """Return the check that suits a field, by the noun that its name begins with."""
    return _CHECKS.get(name.partition("_")[0])


_CHECKS: dict[str, Check] = {"finess": finess, "siret": siret, "telephone": telephone}


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        weighted = int(digit) * (1 + place % 2)
        total += weighted - 9 if weighted > 9 else weighted
    return total % 10 == 0
