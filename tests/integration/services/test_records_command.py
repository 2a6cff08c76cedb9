"""Commands of records, without a process of their own: filters with bounds, the fiches that come with the program."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mvl_desktop.cli.records import kind_groups
from mvl_desktop.cli.session import Session
from tests.fakes.offices import Office


@pytest.fixture
def run(office: Office) -> "Commands":
    return Commands(office)


class Commands:
    """Commands on an opened post."""

    def __init__(self, office: Office) -> None:
        self.session = Session(Path(), None, as_json=True, chained=True)
        self.session._post = office  # type: ignore[assignment]
        self.groups = {group.name: group for group in kind_groups()}

    def __call__(self, kind: str, *words: str, given: object = None) -> dict[str, object]:
        done = CliRunner().invoke(
            self.groups[kind],
            list(words),
            obj=self.session,
            input=None if given is None else json.dumps(given),
            catch_exceptions=False,
        )
        assert done.exit_code == 0, done.output
        document: dict[str, object] = json.loads(done.stdout)
        return document


def test_a_list_is_bounded_by_dates_and_takes_alternatives(run: Commands) -> None:
    for day, niveau in (("2026-01-01", "a_risque"), ("2026-02-01", "hors_champ"), ("2026-03-01", None)):
        champs = {"objet": day, "recu_le": day, "niveau": niveau}
        run("signalement", "ajouter", "--de", "-", given=champs)
    wanted = ["--filtre", "recu_le>=2026-01-15", "--filtre", "recu_le<=2026-02-15"]
    assert run("signalement", "lister", *wanted)["total"] == 1
    assert run("signalement", "lister", "--filtre", "niveau=a_risque", "--filtre", "niveau=hors_champ")["total"] == 2
    assert run("signalement", "lister", "--filtre", "niveau=")["total"] == 1


def test_the_fiches_that_come_with_the_application_are_added_once(run: Commands) -> None:
    added = run("fiche-conduite", "par-defaut")["ajoutees"]
    assert isinstance(added, list)
    assert len(added) == 4
    assert run("fiche-conduite", "par-defaut") == {"ajoutees": []}
    assert run("fiche-conduite", "lister")["total"] == 4
