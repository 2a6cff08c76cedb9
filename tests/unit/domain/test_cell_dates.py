"""Days written in a spreadsheet: French ones are read, those that could be two days are refused."""

from datetime import date, datetime

import pytest

from mvl_desktop.domain.cell_dates import UnreadDayError, is_american, read_day

TODAY = date(2026, 11, 22)
READ = {
    "31/12/2025": date(2025, 12, 31),
    "31.12.25": date(2025, 12, 31),
    "1-2-2024": date(2024, 2, 1),
    "1 / 2 / 2024": date(2024, 2, 1),
    "03/04/2024": date(2024, 4, 3),
    "2024-03-03": date(2024, 3, 3),
    "2024-03-03T10:30:00": date(2024, 3, 3),
    "31/12/2025 14:30": date(2025, 12, 31),
    "31/12/2025 à 14h30": date(2025, 12, 31),
    "3 mars 2024": date(2024, 3, 3),
    "1er août 2023": date(2023, 8, 1),
    "lundi 4 mars 2024": date(2024, 3, 4),
    "4\u00a0févr. 2024": date(2024, 2, 4),
    "29/02/2024": date(2024, 2, 29),
    "45354": date(2024, 3, 3),
    "01/01/99": date(1999, 1, 1),
    "01/01/27": date(2027, 1, 1),
    "01/01/28": date(1928, 1, 1),
}
REFUSED = {
    "": "date_illisible",
    "12/31/2025": "date_americaine",
    "31/02/2024": "date_illisible",
    "29/02/2023": "date_illisible",
    "2024": "date_incomplete",
    "mars 2024": "date_incomplete",
    "demain": "date_illisible",
    "3 machin 2024": "date_illisible",
    "99999": "date_illisible",
    "12": "date_illisible",
    "٣/٤/٢٠٢٤": "date_illisible",
}


@pytest.mark.parametrize("text", READ)
def test_a_day_is_read_as_french_people_write_it(text: str) -> None:
    assert read_day(text, TODAY) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_day_or_half_of_one_is_refused(text: str) -> None:
    with pytest.raises(UnreadDayError) as refused:
        read_day(text, TODAY)
    assert refused.value.code == REFUSED[text]


def test_a_column_that_writes_one_month_first_makes_the_others_doubtful() -> None:
    assert is_american("12/31/2025")
    assert not is_american("03/04/2024")
    with pytest.raises(UnreadDayError) as refused:
        read_day("03/04/2024", TODAY, doubtful=True)
    assert refused.value.code == "date_ambigue"
    assert read_day("04/04/2024", TODAY, doubtful=True) == date(2024, 4, 4)
    assert read_day("31/12/2025", TODAY, doubtful=True) == date(2025, 12, 31)
    assert read_day("3 mars 2024", TODAY, doubtful=True) == date(2024, 3, 3)


def test_what_somebody_said_of_the_order_settles_it() -> None:
    assert read_day("03/04/2024", TODAY, order="mois_jour", doubtful=True) == date(2024, 3, 4)
    assert read_day("03/04/2024", TODAY, order="jour_mois", doubtful=True) == date(2024, 4, 3)


def test_days_are_counted_from_1900_or_from_1904() -> None:
    assert read_day(45354.0, TODAY) == date(2024, 3, 3)
    assert read_day(45354.75 - 1462, TODAY, base_1904=True) == date(2024, 3, 3)
    assert read_day(datetime(2024, 3, 3, 14, 30), TODAY) == date(2024, 3, 3)  # noqa: DTZ001 - as a cell gives it
    for year in (2024, 2024.0):
        with pytest.raises(UnreadDayError) as refused:
            read_day(year, TODAY)
        assert refused.value.code == "date_incomplete"
