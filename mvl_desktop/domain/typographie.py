"""French typography of letters: no-break spaces, apostrophes, ellipses. Quoted words stay as they were typed.

Pure, and idempotent: what was once put right is left alone.
"""

import re
from datetime import date
from typing import Final

MOIS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
NB, THIN = "\u00a0", "\u202f"
_APART = re.compile("«[^«»]*»|(?:https?://|www\\.)\\S+|[\\w.+-]{1,64}@[\\w.-]+|\ue000")
"""What no rule reads: quoted words, addresses of sites and mails, and the sign that stands for them meanwhile."""
_TIMES = 3
"""Times that the rules are read over at most: one of them may call for another."""
_STAND = "\ue000"
_S = "[ \u00a0\u202f]"
_RULES: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<=\w)'(?=\w)", "’"),
        (r"\.\.\.", "…"),
        (rf"(?<=[^\s;!?]){_S}*([;!?]+)(?=[\s»)\]]|$)", rf"{THIN}\1"),
        (rf"(?<=[^\s;!?]){_S}+([;!?])", rf"{THIN}\1"),
        (rf"(?<=[^\s:]){_S}*:(?=\s|$)", f"{NB}:"),
        (rf"\b([nN])[°º]{_S}*(?=\w)", rf"\1°{NB}"),
        (rf"\b([nN])os{_S}+(?=\d)", rf"\1os{NB}"),
        (rf"\b([01]?\d|2[0-4]){_S}?h{_S}?([0-5]\d)\b", rf"\1{NB}h{NB}\2"),
        (rf"\b([01]?\d|2[0-4]){_S}h\b", rf"\1{NB}h"),
        (rf"\b(1er|[12]?\d|3[01]){_S}(?=(?:{'|'.join(MOIS)})\b)", rf"\1{NB}"),
        (rf"(?<![\d,.])(\d{{1,3}}){_S}(?=\d{{3}}(?:{_S}\d{{3}}){{0,6}}(?:,\d+)?{_S}?(?:€|euros?\b))", rf"\1{THIN}"),
        (rf"(?<=\d{THIN}\d{{3}}){_S}(?=\d{{3}}\b)", THIN),
        (rf"(?<=\d){_S}?(?=[€%](?!\w))", NB),
        (rf"(?<=\d){_S}(?=euros?\b)", NB),
        (rf"\b(M|MM|Mme|Mmes|Mlle|Dr|Pr|Me){_S}(?=[A-ZÀ-Ý])", rf"\1{NB}"),
        (rf"\b(M|MM)\.{_S}(?=[A-ZÀ-Ý])", rf"\1.{NB}"),
        (rf"\b([LRDA])\.{_S}?(?=\d)", rf"\1.{NB}"),
        (rf"\b([Aa]rt(?:icles?|\.)|[Aa]linéas?|[Pp]ages?|p\.){_S}(?=(?:[LRDA]\.)?{_S}?\d)", rf"\1{NB}"),
    )
)


def typographie(text: str) -> str:
    """Return a text as a French letter is typed. What stands between « » is left alone, its two edges excepted."""
    apart = iter(_APART.findall(text))
    ruled = _APART.sub(_STAND, text)
    for _time in range(_TIMES):
        before = ruled
        for pattern, said in _RULES:
            ruled = pattern.sub(said, ruled)
        if ruled == before:
            break
    return re.sub(_STAND, lambda _match: _kept(next(apart)), ruled)


def jour(day: date) -> str:
    """Return a day as a letter says it: 1er mars 2026."""
    return f"{'1er' if day.day == 1 else day.day}{NB}{MOIS[day.month - 1]} {day.year}"


def _kept(text: str) -> str:
    if not text.startswith("«"):
        return text
    inside = text[1:-1].strip(" \u00a0\u202f")
    return f"«{NB}{inside}{NB}»"
