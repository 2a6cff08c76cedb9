"""French as people read and type it."""

from datetime import UTC, date, datetime

import pytest

from mvl_desktop.domain.kinds import required
from ui.filenames import safe_name
from ui.text import breakable, count, hour, long_date, moment, new_words, numbered, parse_date, size, thousands, visible

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("21/11/2026", TODAY),
        ("1/2/26", date(2026, 2, 1)),
        ("01.02.2026", date(2026, 2, 1)),
        ("21112026", TODAY),
        ("2026-11-21", TODAY),
        ("hier", date(2026, 11, 20)),
        ("Aujourd'hui", TODAY),
        ("  ", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, read: date | None) -> None:
    assert parse_date(typed, TODAY) == read


@pytest.mark.parametrize("typed", ["31/02/2026", "novembre", "1/2", "2026/11", "\u0662\u0661/11/2026", "21/11/2026x"])
def test_what_is_no_date_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is the editor's
        parse_date(typed, TODAY)


def test_numbers_and_plurals() -> None:
    assert count(0, "signalement") == "0\u00a0signalement"
    assert count(1, "signalement") == "1\u00a0signalement"
    assert count(1234, "signalement") == "1\u202f234\u00a0signalements"
    assert thousands(1234567) == "1\u202f234\u202f567"
    assert size(312_000) == "312\u00a0Ko"
    assert size(1_500_000) == "1,5\u00a0Mo"


def test_an_indicator_has_a_number_and_no_name_of_machine() -> None:
    assert [numbered(each) for each in ("I1.1", "I1.8-qualification")] == ["I1.1", "I1.8"]


def test_moments() -> None:
    at = datetime(2026, 11, 1, 9, 5, tzinfo=UTC)
    assert long_date(at.date()) == "1er\u00a0novembre\u00a02026"
    assert hour(at) == "9\u00a0h\u00a005"
    assert moment(at, date(2026, 11, 1)).startswith("aujourd’hui à")
    assert moment(at, date(2026, 11, 2)).startswith("hier à")
    assert moment(at, TODAY).startswith("le 1er")


def test_direction_marks_are_shown() -> None:
    assert visible("fac\u202etxt.exe\x07") == "fac·txt.exe·"


@pytest.mark.parametrize(
    ("given", "proposed"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\x.txt", "x.txt"),
        ("con.txt", "_con.txt"),
        ("a:b.txt", "a_b.txt"),
        ("fin. . .", "fin"),
        ("", "piece"),
        ("\u202egpj.exe", "gpj.exe"),
    ],
)
def test_a_name_from_elsewhere_is_rebuilt(given: str, proposed: str) -> None:
    assert safe_name(given) == proposed
    assert len(safe_name("é" * 400 + ".pdf").encode()) <= 120


def test_an_endless_word_may_be_broken_and_others_are_untouched() -> None:
    assert breakable("un texte ordinaire") == "un texte ordinaire"
    broken = breakable("a" * 64)
    assert broken.replace("\u200b", "") == "a" * 64
    assert max(map(len, broken.split("\u200b"))) == 30


def test_a_new_record_is_said_as_french_says_it() -> None:
    said = [new_words(required(kind)) for kind in ("signalement", "organisme", "emploi", "etude")]
    assert said == ["Nouveau signalement", "Nouvel organisme", "Nouvelle fonction tenue", "Nouvelle étude"]
