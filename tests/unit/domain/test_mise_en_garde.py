"""How a public warning stands, day by day."""

from datetime import date

import pytest

from mvl_desktop.domain.mise_en_garde_vie import portee

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("champs", "tenue", "bientot"),
    [
        ({}, "projet", False),
        ({"etat": "projet", "publiee_le": "2026-01-01"}, "projet", False),
        ({"etat": "publiee"}, "en_vigueur", False),
        ({"publiee_le": "2026-11-22"}, "en_vigueur", False),
        ({"publiee_le": "2026-11-23"}, "a_venir", False),
        ({"etat": "publiee", "publiee_le": "2026-01-01", "jusquau": "2026-11-22"}, "en_vigueur", True),
        ({"etat": "publiee", "publiee_le": "2026-01-01", "jusquau": "2026-11-21"}, "expiree", False),
        ({"etat": "publiee", "jusquau": "2027-06-01"}, "en_vigueur", False),
        ({"etat": "levee", "jusquau": "2027-06-01"}, "levee", False),
        ({"etat": "publiee", "levee_le": "2026-11-22"}, "levee", False),
        ({"etat": "publiee", "levee_le": "2026-11-23"}, "en_vigueur", False),
        ({"etat": "publiee", "jusquau": "bientôt"}, "en_vigueur", False),
    ],
)
def test_a_warning_stands_until_its_last_day_or_until_it_is_lifted(
    champs: dict[str, str], tenue: str, bientot: bool
) -> None:
    found = portee(champs, TODAY)
    assert (found.tenue, found.bientot) == (tenue, bientot)
