"""The service is backed up, goes on, is lost, and comes back as it was: by commands alone, nothing is lost."""

from pathlib import Path

from tests.integration.cli.places import Place, central, enrol, host


def add(place: Place, objet: str) -> str:
    made: str = place("signalement", "ajouter", "--de", "-", given={"objet": objet})["id"]
    return made


def titles(place: Place) -> set[str]:
    return {line["objet"] for line in place("signalement", "lister")["elements"]}


def states(place: Place) -> set[str]:
    return {line["etat_envoi"] for line in place("signalement", "lister")["elements"]}


def test_after_a_restored_backup_the_posts_send_again_what_it_lacks(tmp_path: Path) -> None:
    operator, agent = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    operator("espace", "fonder", "Fictif")
    enrol(operator, agent, tmp_path)
    first, again, saved = tmp_path / "service", tmp_path / "restaure", tmp_path / "service.sauvegarde"
    with central(first) as url:
        port = int(url.rpartition(":")[2])
        add(operator, "avant")
        operator("synchroniser", "--central", url)
        agent("synchroniser", "--central", url)
        host("backup", first, "--to", str(saved))
        add(operator, "après, de l’opérateur")
        operator("synchroniser")
        add(agent, "après, de l’agent")
        agent("synchroniser")
    host("restore", again, str(saved))
    with central(again, port=port):
        assert agent.refused(5, "synchroniser")["erreur"] == "service_restaure"
        assert states(agent) == {"atteste"}  # nobody has proved yet that something is lost
        # One command of an operator opens the service again and gives back what it lacks.
        back = operator("synchroniser")
        assert [alarm["code"] for alarm in back["alarmes"]] == ["service_ramene"]
        assert "alarmes" not in operator("synchroniser")
        agent("synchroniser")
        operator("synchroniser")
        everything = {"avant", "après, de l’opérateur", "après, de l’agent"}
        assert titles(operator) == titles(agent) == everything
        assert states(operator) | states(agent) == {"atteste"}
        newcomer = Place(tmp_path / "dominique").made()
        enrol(operator, newcomer, tmp_path)
        operator("synchroniser")
        newcomer("synchroniser")
        assert titles(newcomer) == everything
    host("check", again)
