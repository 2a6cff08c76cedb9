"""The first lines of a list, asked for alone: those that the whole list would begin with, whatever finds them."""

import pytest

from mvl_desktop.ports.store import Query
from tests.contract.store.conftest import Bench
from tests.contract.store.test_lists import fill

SEVERAL = (
    (),
    (("danger_vital", "oui"),),
    (("danger_vital", "non"),),
    (("danger_vital", ""),),
    (("danger_vital", "oui"), ("danger_vital", "")),
    (("urgence", "immediate"), ("niveau", "")),
    (("urgence", "immediate"), ("urgence", "")),
    (("titulaire", "Élodie"),),
    (("titulaire", "élodie"),),
    (("titulaire", "Élodie"), ("titulaire", "Alix"), ("niveau", "a_risque")),
    (("titulaire", ""),),
    (("titulaire", ""), ("titulaire", "Alix")),
    (("titulaire", "\u0301"),),
    (("titulaire", "Élodie"), ("danger_vital", "oui")),
    (("etapes_appliquees/etat", "a_faire"),),
    (("etapes_appliquees/etat", ""),),
    (("etapes_appliquees/etat", ""), ("etapes_appliquees/etat", "fait")),
    (("etapes_appliquees/etat", "a_faire"), ("titulaire", "Élodie")),
)
STEP = "etapes_appliquees/00000000000000aa/etat"


@pytest.fixture
def recs(bench: Bench) -> list[bytes]:
    return fill(
        bench,
        {"objet": "A", "danger_vital": True, "titulaire": "Élodie", "niveau": "a_risque"},
        {"objet": "B", "danger_vital": False, "titulaire": "elodie", "urgence": "immediate", STEP: "a_faire"},
        {"objet": "C", "titulaire": "Alix", "niveau": "a_risque", STEP: "fait"},
        {"objet": "D", "danger_vital": True, "titulaire": "\u0301", "urgence": "immediate", "niveau": "derive"},
        {"objet": "E", "danger_vital": True, "titulaire": "Élodie", STEP: "a_faire"},
        {"objet": "F"},
    )


@pytest.mark.usefixtures("recs")
@pytest.mark.parametrize("filters", SEVERAL)
def test_the_first_lines_are_those_of_the_whole_list(bench: Bench, filters: tuple[tuple[str, str], ...]) -> None:
    with bench.store.read() as uow:
        for order in ("", "modifie", "-arrivee", "arrivee", "objet", "-titulaire", "etat_envoi"):
            whole = list(uow.records.ids(Query("signalement", filters, order=order)))
            for limit in (0, 1, 3, 7):  # none, some, and more than there are
                first = uow.records.ids(Query("signalement", filters, order=order, limit=limit))
                assert list(first) == whole[:limit], (order, limit)


@pytest.mark.usefixtures("recs")
def test_a_name_is_found_as_it_is_written(bench: Bench) -> None:
    def found(*names: str) -> str:
        filters = tuple(("titulaire", name) for name in names)
        with bench.store.read() as uow:
            rows = uow.records.rows("signalement", uow.records.ids(Query("signalement", filters, order="arrivee")))
        return "".join(str(row.values["objet"]) for row in rows if row is not None)

    assert found("Élodie") == "AE"
    assert found("elodie") == "B"
    assert found("Élodie", "Alix") == "ACE"
    assert found("ELODIE") == ""
    assert found("") == "F"
    assert found("\u0301") == "D"


@pytest.mark.usefixtures("recs")
def test_the_first_lines_hold_the_words_asked(bench: Bench) -> None:
    with bench.store.read() as uow:
        assert len(uow.records.ids(Query("signalement", text="alix", limit=3))) == 0
        [number] = uow.records.ids(Query("signalement", text="e", limit=3))
        [row] = uow.records.rows("signalement", [number])
        assert row is not None
        assert row.values["objet"] == "E"
        assert list(uow.records.ids(Query("signalement", text="…", limit=3))) == []
