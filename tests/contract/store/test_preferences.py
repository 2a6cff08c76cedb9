"""What somebody chose for this post alone: kept as text, found again as it was, undone with its unit of work."""

from tests.contract.store.conftest import Bench


def test_a_preference_is_kept_replaced_and_forgotten(bench: Bench) -> None:
    with bench.store.work() as uow:
        assert uow.preferences.get("colonnes") is None
        uow.preferences.set("colonnes", '["objet"]')
        uow.preferences.set("colonnes", '["objet", "reçu"]')
        uow.preferences.set("vide", "")
        uow.preferences.set("absente", None)
        uow.commit()
    with bench.store.work() as uow:
        assert uow.preferences.get("colonnes") == '["objet", "reçu"]'
        assert uow.preferences.get("vide") == ""
        uow.preferences.set("colonnes", None)
        assert uow.preferences.get("colonnes") is None
        assert uow.preferences.all("") == {"vide": ""}


def test_preferences_are_given_by_the_beginning_of_their_key(bench: Bench) -> None:
    with bench.store.work() as uow:
        for key in ("recherche/b", "recherche/a", "recherches", "suivi/1", "Recherche/c", "recherche/%", "recherche_x"):
            uow.preferences.set(key, key.upper())
        assert list(uow.preferences.all("recherche/")) == ["recherche/%", "recherche/a", "recherche/b"]
        assert uow.preferences.all("suivi/") == {"suivi/1": "SUIVI/1"}
        assert uow.preferences.all("recherche/a") == {"recherche/a": "RECHERCHE/A"}
        assert len(uow.preferences.all("")) == 7
        assert uow.preferences.all("rien") == {}


def test_a_preference_not_committed_is_undone(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.preferences.set("a", "gardée")
        uow.commit()
    with bench.store.work() as uow:
        uow.preferences.set("a", "perdue")
        uow.preferences.set("b", "perdue")
    with bench.store.read() as uow:
        assert uow.preferences.all("") == {"a": "gardée"}
