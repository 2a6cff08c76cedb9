"""Days as people write them in a spreadsheet, read without guessing: what could be two days is refused."""

import re
from datetime import date, datetime, timedelta
from typing import Final, Literal

from mvl_desktop.domain.commune import folded

Order = Literal["", "jour_mois", "mois_jour"]
"""How a column writes its days, when somebody said it: `31/12/2025`, or `12/31/2025`."""

_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        1,
    )
    for word in words.split()
}
_TIME: Final = r"(?:[T\s,]+(?:à\s*)?\d{1,2}\s*[:hH]\s*\d{0,2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}\Z", re.ASCII)
_FIGURES: Final = re.compile(rf"(\d{{1,2}})\s*[-/.\s]\s*(\d{{1,2}})\s*[-/.\s]\s*(\d{{4}}|\d{{2}}){_TIME}\Z", re.ASCII)
_WORDS: Final = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4}|\d{2})(?: .*)?\Z", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?\Z", re.ASCII)
_FIRST_SERIAL, _LAST_SERIAL = 14_611, 73_415
"""1940 to 2101: a smaller number is a year or a count, never a day."""
_EPOCH: Final = date(1899, 12, 30)
_BASE_1904: Final = 1462


class UnreadDayError(ValueError):
    """A text is no day, or could be two: `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_american(raw: object) -> bool:
    """Whether a cell can only be read month first: its whole column is doubtful then."""
    read = _FIGURES.match(raw.strip()) if isinstance(raw, str) else None
    return read is not None and int(read[1]) <= 12 < int(read[2]) <= 31


def read_day(raw: object, today: date, *, order: Order = "", doubtful: bool = False, base_1904: bool = False) -> date:
    """Return the day of a cell. `doubtful`: another cell of the column is written month first.

    Raises UnreadDayError: date_illisible, date_americaine, date_ambigue, date_incomplete.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _serial(float(raw), base_1904=base_1904)
    if not isinstance(raw, str):
        raise UnreadDayError("date_illisible")
    text = " ".join(raw.split())
    if _SERIAL.match(text):
        return _serial(float(text.replace(",", ".")), base_1904=base_1904)
    if read := _ISO.match(text):
        return _day(int(read[1]), int(read[2]), int(read[3]))
    if read := _FIGURES.match(text):
        return _figures(int(read[1]), int(read[2]), _year(read[3], today), order, doubtful=doubtful)
    if read := _WORDS.match(folded(text.replace(".", " ").replace(",", " "))):
        return _day(_year(read[3], today), _MONTHS.get(read[2], 0), int(read[1]))
    bare = folded(text)
    incomplete = re.fullmatch(r"\d{4}", bare) or any(word in _MONTHS for word in bare.split())
    raise UnreadDayError("date_incomplete" if incomplete else "date_illisible")


def _figures(first: int, second: int, year: int, order: Order, *, doubtful: bool) -> date:
    if order == "mois_jour":
        return _day(year, first, second)
    if first <= 12 < second <= 31:
        raise UnreadDayError("date_americaine")
    if doubtful and order == "" and first <= 12 and first != second:
        raise UnreadDayError("date_ambigue")
    return _day(year, second, first)


def _year(text: str, today: date) -> int:
    """Return a year written with two figures or four: never one that is more than a year ahead."""
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + 1 else year - 100


def _serial(number: float, *, base_1904: bool) -> date:
    days = int(number) + (_BASE_1904 if base_1904 else 0)
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        raise UnreadDayError("date_incomplete" if 1900 <= number <= 2100 else "date_illisible")
    return _EPOCH + timedelta(days=days)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadDayError("date_illisible") from None
