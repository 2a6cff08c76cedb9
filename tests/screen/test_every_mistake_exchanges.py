"""Somebody who exchanges all wrong, by keys and by the service, in the real windows: what happened, and what to do."""

import contextlib
import os
import resource
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screen.atspi import Node
from tests.screen.posts import PHRASE, found_post, made_post, opened, signalements
from tests.screen.screen import Screen, desktop, hurried_desktop
from tests.screen.steps import choose_file, fill, press_button, unlock
from tests.screen.weather import BROKEN, CUT, DOWN, FINE, PORTAL, SILENT, Weather, service
from ui.captures.posts import NoWatch
from ui.desk import Desk
from ui.preferences import HABITS, Habits, habits_document

_HEAVY = 24 << 20
"""Bytes of an attachment that make a lot long enough to lose the key in the middle of it."""
_YEARS = -1500
"""Days by which a clock is wrong."""
_BROUGHT_BACK = "Le service central a été ramené à une sauvegarde plus ancienne"
_HURRY = 2
"""Seconds that an answer is waited for, where none comes."""


@pytest.fixture
def weather() -> Iterator[Weather]:
    made = Weather()
    yield made
    made.close()


def test_lots_with_every_mistake(screen: Screen, tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    _posts_and_lots(tmp_path)
    program = screen.start(desktop(profile))
    unlock(screen, PHRASE)
    screen.click("list item", "Échanges")
    for name, said in (
        ("vacances.jpg", "Ce fichier n’est pas un lot. Rien n’a été changé. Vérifiez que c’est le bon fichier."),
        ("etranger.mvl", "Ce lot est fermé pour d’autres postes et ne peut pas être ouvert ici."),
        ("ailleurs.mvl", "Ce lot est fermé pour d’autres postes et ne peut pas être ouvert ici."),
    ):
        _receive(screen, tmp_path / name)
        screen.told(said)
        screen.keep(name)
        screen.press("Return")
        screen.waits_until_gone("alert message", "Ce lot ne peut pas")
    _receive(screen, tmp_path / "coupe.mvl")
    screen.told("Ce lot a été abîmé ou modifié en route. Rien n’a été changé.")
    screen.keep("lot-coupe")
    screen.press("Escape")
    screen.waits_until_gone("alert message", "Lot coupé")
    _merge(screen, tmp_path / "bon.mvl", "Voici ce que ce lot ferait")
    _merge(screen, tmp_path / "bon.mvl", "Ce lot n’apporte rien de nouveau")
    _lose_the_key(screen, program.pid, tmp_path)
    _wrong_code(screen, tmp_path)
    screen.press("alt+F4")
    assert program.wait(60) == 0
    with opened(profile) as desk:
        assert {row.champs["objet"] for row in signalements(desk)} == {"vu d’ici", "vu de là-bas"}
        assert [member.nom for member in desk.members() if not member.espace.startswith("Autre")].count("Intrus") == 0


def test_a_service_in_every_weather(screen: Screen, tmp_path: Path, weather: Weather) -> None:
    profile, central, old = found_post(tmp_path / "profil"), tmp_path / "central", tmp_path / "ancien"
    with service(central, weather):
        with opened(profile) as desk:
            _record(desk, "premier")
            for espace in desk.espaces():
                desk.publish(espace.id, weather.address, None)
            desk.remember(HABITS, habits_document(Habits(echanges=False)))
        shutil.copytree(central, old)
        program = screen.start(desktop(profile))
        unlock(screen, PHRASE)
        _host_badly(screen)
        screen.click("list item", "Échanges")
        for sky, said in (
            (DOWN, "Le service central ne répond pas. Votre travail reste enregistré ici"),
            (BROKEN, "Le service central a rencontré une panne. Votre travail reste enregistré ici"),
            (PORTAL, "Ce qui répond à cette adresse n’est pas le service central"),
            (CUT, "La liaison avec le service central s’est coupée en plein échange. Rien n’est perdu"),
        ):
            weather.turn(sky)
            _synchronise(screen, said, sky)
        weather.turn(SILENT)
        _interrupt(screen, weather)
        _record_here(screen, "coupé en plein envoi")
        screen.click("list item", "Échanges")
        weather.turn(SILENT, after=2)
        screen.click("push button", "Synchroniser")
        screen.waits_for(lambda: weather.asked > 2)
        program.kill()
        program.wait()
        weather.turn(SILENT)
        again = screen.start(hurried_desktop(profile, _HURRY))
        unlock(screen, PHRASE)
        screen.click("list item", "Échanges")
        screen.find("label", "Le programme s’est arrêté au milieu de cet échange. Rien n’est perdu")
        screen.keep("coupe-en-plein-echange")
        _synchronise(screen, "Le service central met trop de temps à répondre", "lent")
        weather.turn(FINE)
        screen.click("push button", "Synchroniser")
        screen.find("label", "Tout est reçu")
        screen.keep("repris-apres-la-coupure")
        with service(central, weather, _YEARS):
            _synchronise(screen, "alertes à traiter", "horloge")
            screen.find("label", "Le service central montre un état vieux de plus de quatorze jours")
        with service(old, weather):
            _walk_a_rollback(screen)
        screen.press("alt+F4")
        assert again.wait(60) == 0
    with opened(profile) as desk:
        assert {row.champs["objet"] for row in signalements(desk)} == {
            "premier",
            "tapé pendant l’attente",
            "coupé en plein envoi",
        }
        assert not desk.unsent()


def _posts_and_lots(folder: Path) -> None:
    """Camille and Dominique share an espace; a stranger has one of their own; lots of each, whole and spoilt."""
    with opened(found_post(folder / "profil")) as camille:
        rec = _record(camille, "vu d’ici")
        heavy = folder / "enregistrement.wav"
        heavy.write_bytes(os.urandom(_HEAVY))
        camille.attach(rec, heavy)
        dominique, stranger = made_post(folder / "dominique", "Dominique"), made_post(folder / "autre", "Autre")
        third = made_post(folder / "tiers", "Tiers")
        for guest in (third, dominique):
            _welcome(camille, guest, folder)
        stranger.found("Autre délégation")
        _record(dominique, "vu de là-bas")
        _record(stranger, "vu d’ailleurs")
        dominique.export_lot(folder / "bon.mvl", None, NoWatch())
        stranger.export_lot(folder / "etranger.mvl", None, NoWatch())
        last = next(each.id for each in third.members() if each.ici)
        dominique.export_lot(folder / "ailleurs.mvl", last, NoWatch())
        camille.invite([camille.espaces()[0].id], "agent", folder / "intrus.invitation")
        intruder = made_post(folder / "intrus", "Intrus")
        intruder.request(folder / "intrus.invitation", folder / "intrus.demande")
        for desk in (dominique, stranger, third, intruder):
            desk.close()
    whole = (folder / "bon.mvl").read_bytes()
    (folder / "coupe.mvl").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "vacances.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(9000))


def _welcome(host: Desk, guest: Desk, folder: Path) -> None:
    invitation, request, answer = (folder / f"entree.{part}" for part in ("invitation", "demande", "reponse"))
    host.invite([next(each.id for each in host.espaces() if not each.compartiment)], "agent", invitation)
    host.accept(request, guest.request(invitation, request), answer)
    guest.join(answer)
    for path in (invitation, request, answer):
        path.unlink()


def _record(desk: Desk, objet: str) -> str:
    return desk.save(replace(desk.begin("signalement"), champs={"objet": objet}))


def _receive(screen: Screen, lot: Path) -> None:
    screen.click("push button", "Recevoir un lot")
    choose_file(screen, "Recevoir un lot", lot)


def _merge(screen: Screen, lot: Path, said: str) -> None:
    _receive(screen, lot)
    dialog = screen.find("dialog", "Contenu du lot")
    screen.find("label", said, under=dialog)
    screen.keep(f"lot-{said[:14]}")
    screen.click("check box", "Enregistrer un récépissé", under=dialog)
    screen.click("push button", "Fusionner", under=dialog)
    screen.told("Lot fusionné")


def _lose_the_key(screen: Screen, pid: int, folder: Path) -> None:
    """No room left, then the key is taken out while the lot is being written: no half file is left behind."""
    key = folder / "cle-usb"
    key.mkdir()
    unlimited = resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (_HEAVY // 2, unlimited))
    _export(screen, key / "echange.mvl")
    screen.told("Il n’y a plus assez de place sur la clé USB ou le dossier choisi. Aucun fichier incomplet")
    screen.keep("cle-pleine")
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
    assert list(key.iterdir()) == []
    with _when((key / "echange.mvl.part").exists, lambda: key.rename(folder / "emportee")):
        _export(screen, key / "echange.mvl")
        screen.told("La clé USB ou le dossier a disparu pendant la copie. Rien n’est perdu sur ce poste")
    screen.keep("cle-retiree")
    assert not (folder / "emportee" / "echange.mvl").exists()


def _export(screen: Screen, path: Path) -> None:
    screen.click("push button", "Préparer un lot")
    dialog = screen.find("dialog", "Préparer un lot")
    screen.click("push button", "Choisir le fichier", under=dialog)
    choose_file(screen, "Préparer un lot", path)


@contextlib.contextmanager
def _when(happens: Callable[[], bool], do: Callable[[], object]) -> Iterator[None]:
    """Do something at the very moment when something else happens."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            if happens():
                do()
                return
            time.sleep(0.001)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _wrong_code(screen: Screen, folder: Path) -> None:
    screen.click("list item", "Postes")
    screen.click("push button", "Accepter une demande")
    choose_file(screen, "Ouvrir la demande", folder / "intrus.demande")
    screen.find("dialog", "Accepter un poste")
    screen.lands_on("text", "Code de sûreté")
    screen.type("12345")
    assert not screen.find("push button", "Accepter", under=screen.find("dialog", "Accepter")).has("enabled")
    screen.press("ctrl+a")
    screen.type("1" * 30)
    screen.press("Return")
    choose_file(screen, "Enregistrer la réponse", folder / "intrus.reponse")
    screen.told("Le code de sûreté n’est pas celui qui a été lu. Le poste n’a pas été accepté.")
    screen.keep("code-different")
    assert not (folder / "intrus.reponse").exists()


def _host_badly(screen: Screen) -> None:
    """Addresses that are none: of another world, in clear on the network."""
    screen.click("list item", "Postes")
    for address in ("le service de Paris", "http://service.exemple"):
        screen.open_menu("Espaces")
        screen.press("Up", "Return")
        dialog = screen.find("dialog", "Héberger")
        screen.click("text", "Adresse", under=dialog)
        screen.press("ctrl+a")
        screen.type(address)
        screen.click("push button", "Héberger", under=dialog)
        jeton = screen.find("dialog", "Jeton")
        screen.click("push button", "Annuler", under=jeton)
        screen.told("Cette adresse de service ne convient pas : elle doit commencer par « https:// »")
        screen.keep("adresse-fausse")


def _synchronise(screen: Screen, said: str, name: str) -> None:
    screen.click("push button", "Synchroniser")
    screen.told(said)
    screen.keep(f"service-{name}")


def _interrupt(screen: Screen, weather: Weather) -> None:
    """A service that never answers keeps nobody from typing; the wait is given up when somebody says so."""
    screen.click("push button", "Synchroniser")
    screen.waits_for(lambda: weather.asked > 0)
    _record_here(screen, "tapé pendant l’attente")
    screen.click("list item", "Échanges")
    screen.click("push button", "Interrompre")
    screen.find("label", "Arrêt au prochain point sûr")
    screen.keep("service-muet")
    weather.turn(FINE)
    screen.told("a été interrompue à votre demande", "Ce qui était déjà enregistré le reste")


def _walk_a_rollback(screen: Screen) -> None:
    """The service was brought back to an older state: its alarm says so, offers one thing, and leaves once handled."""
    _synchronise(screen, "6 alertes à traiter", "ramene")
    screen.find("label", _BROUGHT_BACK)
    screen.waits_for(lambda: _press_beside(screen, _BROUGHT_BACK))
    screen.find("label", "Synchronisation terminée")
    screen.find("label", "Tout est reçu")
    press_button(screen, "C’est traité")
    screen.told("3 alertes à traiter")
    screen.waits_for(lambda: len(_buttons(screen, "C’est traité")) == 1)  # one cause in three espaces is one card
    screen.keep("alerte-traitee")


def _press_beside(screen: Screen, cause: str) -> bool:
    """Press what the alarm of a cause offers; whether it was there."""
    offered = [node for node in _buttons(screen, "Synchroniser") if node.description.startswith(cause)]
    if offered:
        screen.click_on(offered[0])
    return bool(offered)


def _buttons(screen: Screen, name: str) -> list[Node]:
    shown = [node for root in screen.tree.applications() for node in root.matches("push button", "showing")]
    return [node for node, said in zip(shown, screen.tree.names(shown), strict=True) if said == name]


def _record_here(screen: Screen, objet: str) -> None:
    screen.press("ctrl+n")
    fill(screen, "Objet", objet)
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
