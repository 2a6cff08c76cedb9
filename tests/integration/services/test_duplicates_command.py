"""`mvl doublons`, without a process of its own: the documents that scripts rely on, and the threshold."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mvl_desktop.cli.duplicates import duplicates
from mvl_desktop.cli.session import Session
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office
from tests.integration.services.test_duplicates import AGAIN, ELSEWHERE, TOLD


def run(office: Office, *words: str) -> dict[str, object]:
    session = Session(Path(), None, as_json=True, chained=True)
    session._post = office  # type: ignore[assignment]
    done = CliRunner().invoke(duplicates, list(words), obj=session, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    document: dict[str, object] = json.loads(done.stdout)
    return document


def test_pairs_are_listed_merged_and_parted(office: Office) -> None:
    a, b = (add_record(office.ports, "signalement", champs) for champs in (TOLD, AGAIN))
    add_record(office.ports, "signalement", ELSEWHERE)

    listed = run(office, "lister")
    assert listed["total"] == 1
    (element,) = listed["elements"]  # type: ignore[misc]
    assert (element["a"], element["b"]) == (a, b)  # type: ignore[has-type]
    assert 0.7 <= element["score"] <= 1  # type: ignore[has-type]
    assert {"code": "telephone", "niveau": "identique", "libelle": "Même téléphone"}.items() <= next(
        each
        for each in element["raisons"]  # type: ignore[has-type]
        if each["code"] == "telephone"
    ).items()
    assert run(office, "lister", "--de", b) == listed

    dry = run(office, "fusionner", a, b, "--prendre", "objet", "--essai")
    assert {"champ": "objet", "libelle": "Objet", "choix": "prendre"} in dry["differents"]  # type: ignore[operator]
    assert show_record(office.ports, a).champs["objet"] == TOLD["objet"]
    assert run(office, "fusionner", a, b, "--prendre", "objet")["id"] == a
    assert show_record(office.ports, a).champs["objet"] == AGAIN["objet"]
    assert run(office, "lister")["total"] == 0
    assert run(office, "annuler", b) == {"id": a, "absorbe": b, "gardes": []}
    assert run(office, "lister")["total"] == 1

    assert run(office, "distinguer", a, b) == {"a": a, "b": b}
    assert run(office, "lister", "--seuil", "0")["total"] == 0
    assert run(office, "rattacher", a, b, "--nature", "meme_mis_en_cause")["nature"] == "meme_mis_en_cause"


def test_a_choice_that_is_none_is_refused_and_a_threshold_is_a_probability(office: Office) -> None:
    a, b = (add_record(office.ports, "signalement", champs) for champs in (TOLD, AGAIN))
    with pytest.raises(RefusError) as refused:
        run(office, "fusionner", a, b, "--prendre", "canal")
    assert refused.value.code == "choix_inconnu"
    session = Session(Path(), None, as_json=True, chained=True)
    assert CliRunner().invoke(duplicates, ["lister", "--seuil", "2"], obj=session).exit_code == 2
