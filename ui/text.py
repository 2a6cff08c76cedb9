"""What people read, in their language: dates, times, sizes, counts, how a stored value is said. No Qt, no widget."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mvl_desktop.i18n import N_, SOURCE, _, language, ngettext

if TYPE_CHECKING:
    from mvl_desktop.domain.champ import Declaration, DeclaredField

NBSP = "\u00a0"
NNBSP = "\u202f"
EMPTY = N_("Non renseigné")

_MONTHS = (
    *(N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin")),
    *(N_("juillet"), N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre")),
)
_TYPED = re.compile(r"(\d{1,2})[\s/.\-](\d{1,2})[\s/.\-](\d{4}|\d{2})\Z", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})\Z", re.ASCII)
_LONG_WORD = re.compile(r"\S{16,}")
_VOWELS = frozenset("aeiouyéèêâîô")
_RELATIVE = {"aujourd’hui": 0, "aujourd'hui": 0, "auj": 0, "hier": -1, "avant-hier": -2, "today": 0, "yesterday": -1}
_UNITS = (N_("octets"), N_("Ko"), N_("Mo"))

SENDING = {
    "brouillon": N_("Brouillon"),
    "a_envoyer": N_("À envoyer"),
    "remis": N_("Remis, sans accusé"),
    "atteste": N_("Reçu attesté"),
}
"""The four states of sending, as people see them."""


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Say a number of things: « 0 signalement », « 2 signalements », « 1 234 signalements »."""
    alone = number < 2 if language() == SOURCE else number == 1
    word = singular if alone else (plural or singular + "s")
    return f"{thousands(number)}{NBSP}{word}"


def new_words(declaration: "Declaration") -> str:
    """Say a new record of a kind: « Nouvelle fiche », « Nouveau texte », « Nouvel organisme »."""
    noun = _(declaration.libelle).lower()
    if declaration.feminin:
        return _("Nouvelle {noun}").format(noun=noun)
    if language() == SOURCE and noun[:1] in _VOWELS:
        return f"Nouvel {noun}"
    return _("Nouveau {noun}").format(noun=noun)


def thousands(number: int) -> str:
    """Write an integer, its thousands apart."""
    return f"{number:,}".replace(",", NNBSP) if language() == SOURCE else f"{number:,}"


def short_date(day: date) -> str:
    """Write `21/11/2026`."""
    return day.strftime("%d/%m/%Y")


def long_date(day: date) -> str:
    """Write `1er novembre 2026`."""
    number = _("1er") if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_(_MONTHS[day.month - 1])}{NBSP}{day.year}"


def hour(at: datetime) -> str:
    """Write `14 h 03`."""
    return _("{hour}\u00a0h\u00a0{minute}").format(hour=at.hour, minute=f"{at.minute:02d}")


def breakable(text: str) -> str:
    """Return a text whose endless words may go on on the next line: after their points and slashes, else anywhere."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def _pieces(word: str) -> Iterator[str]:
    for part in re.split(r"(?<=[./@_])(?=\w)", word):
        yield from re.findall(".{1,30}", part)


def quoted(text: str) -> str:
    """Return words between the quotation marks of the language: « words »."""
    return _("«\u00a0{mots}\u00a0»").format(mots=text)


def excerpt_beside(title: str, excerpt: str) -> str:
    """Return what an excerpt says besides the title that stands before it: a title is not read twice."""
    said, named = " ".join(excerpt.split()), " ".join(title.split())
    bare = said.strip("… ")
    if not bare or bare.casefold() in named.casefold():
        return ""
    at = said.casefold().find(named.casefold()) if named else -1
    return f"{said[:at]}{said[at + len(named) :]}".strip(" ·–…") if at >= 0 else said


def opening(text: str) -> str:
    """Return a text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def numbered(code: str) -> str:
    """Return the number under which an indicator is known: what follows a dash tells its measures apart in data."""
    return code.partition("-")[0]


def moment(at: datetime, today: date | None = None) -> str:
    """Write `aujourd’hui à 14 h 03`, `hier à 9 h 00` or `3 novembre 2026 à 9 h 00`."""
    days = (today - at.date()).days if today else None
    named = {0: _("aujourd’hui à {hour}"), 1: _("hier à {hour}")}.get(days if days is not None else -1)
    return (named or _("le {day} à {hour}")).format(day=long_date(at.date()), hour=hour(at))


def size(octets: int) -> str:
    """Write `312 Ko`."""
    amount = float(octets)
    point = "," if language() == SOURCE else "."
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            shown = f"{amount:.0f}" if amount >= 10 or unit == _UNITS[0] else f"{amount:.1f}".replace(".", point)
            return f"{shown}{NBSP}{_(unit)}"
        amount /= 1000
    return f"{octets}"


def parse_date(text: str, today: date) -> date | None:
    """Read a date as French people type it; ValueError when it is none, None when the text is empty."""
    typed = text.strip().lower()
    if not typed:
        return None
    if typed in _RELATIVE:
        return today + timedelta(days=_RELATIVE[typed])
    if found := _ISO.match(typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = _TYPED.match(typed) or _COMPACT.match(typed)
    if not found:
        raise ValueError
    year = int(found[3])
    return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))


def titled(declared: "Declaration", titre: str) -> str:
    """Return the title of a record: what a person wrote as it is, what stands for want of one translated."""
    return _(titre) if titre == declared.titre({}) else titre


def visible(text: str) -> str:
    """Return text fit for one line: control and direction-changing characters are shown as a mark, never obeyed."""
    return "".join("\u00b7" if _is_hidden(character) else character for character in text)


def _is_hidden(character: str) -> bool:
    code = ord(character)
    return (
        code < 32
        or 0x7F <= code < 0xA0
        or 0x200B <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )


def say(field: "DeclaredField", value: object, wording: Callable[[str, str], str]) -> str:
    """Say a field's value in one string; `wording(nomenclature, code)` gives the label of a code."""
    if value is None or value == "" or value == [] or value == ():
        return _(EMPTY)
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if field.sort == "date" and isinstance(value, str):
        return short_date(date.fromisoformat(value)) if _ISO.match(value) else value
    if isinstance(value, date):
        return short_date(value)
    if field.sort == "reference":
        return _("Réservé")
    nomenclature = field.champ.nomenclature
    if isinstance(value, Sequence) and not isinstance(value, str):
        if field.sort == "elements":
            return ngettext("{n} élément", "{n} éléments", len(value)).format(n=thousands(len(value)))
        return ", ".join(_(wording(nomenclature, str(one))) if nomenclature else str(one) for one in value)
    return _(wording(nomenclature, str(value))) if nomenclature else str(value)
