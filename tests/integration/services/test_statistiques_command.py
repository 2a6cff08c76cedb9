"""`mvl statistiques`: what is counted, what reopens it, what leaves: small numbers hidden, no formula, registered."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.cli.statistiques import statistics
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.ports.store import StoreError
from mvl_desktop.services.export_register import list_exports
from tests.fakes.offices import Office
from tests.integration.services.test_records_command import Commands

PERIOD = ("--du", "2026-01-01", "--au", "2026-12-31")


@pytest.fixture
def run(office: Office) -> Commands:
    commands = Commands(office)
    commands.groups["statistiques"] = statistics
    return commands


@pytest.fixture
def filled(run: Commands) -> Commands:
    for number in range(10):
        champs = {
            "objet": f"=1+{number}",
            "recu_le": f"2026-0{number % 3 + 1}-10",
            "departement": "93" if number < 8 else "75",
            "canal": "telephone",
            "niveau": "a_risque" if number % 2 else "non_qualifie",
        }
        run("signalement", "ajouter", "--de", "-", given=champs)
    run(
        "signalement",
        "ajouter",
        "--de",
        "-",
        given={"objet": "?", "type_demande": "interroger", "recu_le": "2026-02-01"},
    )
    return run


def values(document: dict[str, Any]) -> dict[str, object]:
    return {line["cle"]: line["valeur"] for line in document["lignes"]}


def test_the_contract_says_the_figures_of_axe_1_by_field(filled: Commands) -> None:
    document: dict[str, Any] = filled("statistiques", *PERIOD, "--par", "departement", "--par", "canal")
    found = {(each["code"], each["coupe"]): each for each in document["chiffres"]}
    assert {code: each["total"]["valeur"] for (code, cut), each in found.items() if cut == "departement"} == {
        "I1.0": 11,
        "I1.1": 10,
        "I1.2": 1,
        "I1.3": 5,
        "I1.4": 0,
    }
    assert values(found["I1.1", "departement"]) == {"75": 2, "93": 8}
    assert values(found["I1.1", "canal"]) == {"telephone": 10}
    assert ("I1.5", "domaines") in found
    whole: dict[str, Any] = filled("statistiques")
    assert whole["du"] == "2026-01-10"
    assert date.fromisoformat(whole["au"]) >= date(2026, 3, 10)


def test_each_indicator_is_listed_shown_and_opened(filled: Commands, office: Office) -> None:
    listed: Any = filled("statistiques", "lister")
    assert {each["code"] for each in listed["elements"]} >= {"I1.1", "I2.4", "I3.3"}
    shown: Any = filled("statistiques", "montrer", "i1.3", *PERIOD, "--par", "mois", "--filtre", "departement=93")
    assert (shown["code"], shown["total"]["valeur"], shown["periode"]) == ("I1.3", 4, "2026")
    assert values(shown)["2026-01"] == 1
    line = ("--par", "mois", "--ligne", "2026-01", "--filtre", "departement=93")
    opened: Any = filled("statistiques", "ouvrir", "I1.3", *PERIOD, *line)
    assert opened["total"] == 1
    record: Any = filled("signalement", "montrer", opened["elements"][0]["id"])
    assert record["champs"]["recu_le"].startswith("2026-01")
    assert "statistiques" in [code for code, _ in office.journal.lines]


def test_what_leaves_hides_small_numbers_is_no_formula_and_is_registered(
    filled: Commands, office: Office, tmp_path: Path
) -> None:
    target = tmp_path / "chiffre.csv"
    filled("statistiques", "exporter", "I1.1", "--vers", str(target), *PERIOD, "--par", "departement")
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines(), delimiter=";"))
    said = {row[0]: row[1:] for row in rows}
    assert any("moins de 5" in cell for cell in said["Paris"])
    assert not any(cell in ("2", "8") for row in rows for cell in row)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    whole = tmp_path / "interne.csv"
    filled("statistiques", "exporter", "I1.1", "--vers", str(whole), *PERIOD, "--par", "departement", "--interne")
    assert any("8" in row for row in csv.reader(whole.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [each.masked for each in list_exports(office.ports)] == [False, True]
    assert [code for code, _ in office.journal.lines].count("export") == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("montrer", "I7.7"), "indicateur_inconnu"),
        (("montrer", "I1.1", "--par", "titulaire"), "coupe_inconnue"),
        (("montrer", "I1.1", "--du", "2026-05-01", "--au", "2026-01-01"), "periode_invalide"),
        (("montrer", "I1.1", "--filtre", "resume=x"), "filtre_impossible"),
        (("montrer", "I2.4", "--filtre", "statut=validee"), "coupe_inconnue"),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(run: Commands, words: tuple[str, ...], code: str) -> None:
    with pytest.raises((DomainError, StoreError)) as refused:
        run("statistiques", *words)
    assert getattr(refused.value, "code", "") == code
