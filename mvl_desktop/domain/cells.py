"""Texts that a spreadsheet would take for a formula, and how they are made harmless."""

import unicodedata

_ACTIVE = frozenset("=+-@|%＝＋－＠｜％﹢﹣﹦﹪﹫−")  # noqa: RUF001 - forms that spreadsheets and people read as the same signs
_QUOTES = frozenset("\"'`´‘’“”«»‹›‚„")  # noqa: RUF001
_SIGNAL = frozenset("\t\r\n")


def is_active(text: str) -> bool:
    """Whether a spreadsheet might calculate this text: what it begins with once blanks and quotes are passed over."""
    if text[:1] in _SIGNAL:
        return True
    first = next((sign for sign in text if not _is_passed_over(sign)), "")
    return first in _ACTIVE


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what might be one."""
    return "'" + text if is_active(text) else text


def bare_cell(text: str) -> str:
    """Return what a text was before `safe_cell`."""
    return text[1:] if text[:1] == "'" and is_active(text[1:]) else text


def _is_passed_over(sign: str) -> bool:
    return sign.isspace() or sign in _QUOTES or unicodedata.category(sign) in ("Cc", "Cf", "Zs")
