"""Cutting French text into sentences and words, by our own rules: every post must cut alike.

A sentence is what two people may not both change. In doubt it is long: cutting too little shows a conflict that was
none, cutting too much would let « elle n’a pas porté plainte » become its contrary without anybody deciding.
"""

import re

ALGORITHM = 1
"""Rises when the same texts could be cut or merged otherwise; which one an espace uses follows its `write_v`."""

_SHORT = """
adj al ann apr app arr art av bd bibl boul chap chr circ col coll comm conf coord cf dép dept dir dr drs ed éd env etc
ex fasc hab hon ibid id inf jr lieut mgr mlle mlles mm mme mmes ms nb obs op pb pcc ph pl pp pr préf prof ps qq qqn rdc
ref réf rép resp rv sect sr ss st ste sté suiv sup supp tel tél tit tom vs
"""
ABBREVIATIONS = frozenset(_SHORT.split())
"""Words after which a full stop ends no sentence. A single letter (an initial, « p. », « L. 1111-4 ») is one too."""

BEFORE_NUMBERS = frozenset({"fig", "no", "nos", "vol"})
"""Words after which a full stop ends no sentence when a number follows."""

_GAP = re.compile(r"(?<=[.!?»”\"')\]])[ \t\r\n]+|[ \t\r]*\n[ \t\r\n]*")
_CLOSERS = "»”\"')]\u00a0\u202f"
_OPENERS = "«“\"'([–—- \u00a0\u202f\t"
_SURE_BULLET = re.compile(r"[•▪◦‣]")
_BULLET = re.compile(r"[ \t]*(?:[-–—*][ \t\u00a0]|\d{1,2}[.)°][ \t\u00a0]|[a-z]\)[ \t\u00a0])")
_LETTERS = re.compile(r"[^\W\d_]+\Z")
_NUMERAL = re.compile(r"(?:\A|\n)[ \t]*\d{1,3}\Z")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LOOK_BACK = 40


def split_words(text: str) -> list[str]:
    """Cut into words, runs of spaces, and single signs. Joined again they are the text."""
    return _WORD.findall(text)


def split_sentences(text: str) -> list[str]:
    """Cut into gap, sentence, gap … sentence, gap: gaps are spaces, maybe empty. Joined again they are the text."""
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    if start >= end:
        return [text]
    units = [text[:start]]
    for gap in _GAP.finditer(text, start, end):
        if gap.start() > start and _divides(text, gap.start(), gap.end(), end):
            units += (text[start : gap.start()], gap.group())
            start = gap.end()
    units += (text[start:end], text[end:])
    return units


def _divides(text: str, start: int, end: int, last: int) -> bool:
    """Tell whether the spaces between `start` and `end` stand between two sentences."""
    lines = text.count("\n", start, end)
    if lines > 1 or (lines and _before_bullet(text, start, end)):
        return True
    if text[end] in _CLOSERS:
        return False
    stop = start
    while stop > 0 and start - stop < _LOOK_BACK and text[stop - 1] in _CLOSERS:
        stop -= 1
    if stop == 0 or text[stop - 1] not in ".!?":
        return False
    if text[stop - 1] != ".":
        return stop == start and not _goes_on(text, end, last)
    return not _abbreviates(text, stop - 1, text[end]) and not _goes_on(text, end, last)


def _before_bullet(text: str, start: int, end: int) -> bool:
    """Tell whether a list's item begins at `end`: after a line that announces it, or after another item."""
    if _SURE_BULLET.match(text, end):
        return True
    line = text.rfind("\n", 0, start) + 1
    return bool(_BULLET.match(text, end)) and (text[start - 1] in ":;.!?" or bool(_BULLET.match(text, line)))


def _goes_on(text: str, place: int, last: int) -> bool:
    """Tell whether the first letter after the spaces is a small one: then the sentence is not over."""
    limit = min(last, place + _LOOK_BACK)
    while place < limit and text[place] in _OPENERS:
        place += 1
    return place < last and text[place].islower()


def _abbreviates(text: str, stop: int, following: str) -> bool:
    """Tell whether the full stop at `stop` shortens a word, numbers a line, or is one of several."""
    before = text[max(0, stop - _LOOK_BACK) : stop]
    if before.endswith((".", "…")) or _NUMERAL.search(before):
        return True
    found = _LETTERS.search(before)
    if not found:
        return False
    word = found.group().lower()
    return len(word) == 1 or word in ABBREVIATIONS or (word in BEFORE_NUMBERS and following.isdigit())
