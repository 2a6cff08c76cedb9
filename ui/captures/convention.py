"""The convention from its template: its life, its gestures, what they ask, and a fiche d'action with its steps."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.convention_values import AvenantWish, Signing
from ui.timing import local_now
from ui.views.convention_forms import AvenantDialog
from ui.views.convention_shelves import ActionShelf, ConventionShelf

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

SCENES = (
    "112-conventions-vide",
    "112a-convention-projet",
    "112b-signer-la-convention",
    "112c-convention-en-vigueur",
    "112d-vie-de-la-convention",
    "112e-avenant",
    "112f-signer-un-avenant",
    "112g-denoncer",
    "112h-creer-les-fiches-d-actions",
    "112i-fiche-d-action",
    "112j-avancement",
    "95-refus-convention",
    "95-refus-action",
)
_SIGNED = timedelta(days=980)
"""Long enough ago for the renewal to be near."""
_LONGER = "Tout différend sur l’exécution de la convention se règle à l’amiable, puis par écrit, entre les parties."


def convention(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Take them all."""
    if not any(map(studio.wants, SCENES)):
        return
    room = place.convention_view
    place.window.show_page(room)
    shelf = room.show_kind("convention")
    if not isinstance(shelf, ConventionShelf):
        return
    studio.settle()
    studio.shoot(place.window, "112-conventions-vide")
    shelf.begin_with_model()
    studio.until(lambda: shelf.is_open and shelf.life.seen is not None)
    rec, signed = shelf.life.rec, local_now().date() - _SIGNED
    studio.shoot(place.window, "112a-convention-projet")
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    studio.dialog(shelf.page.ask_signature, "112b-signer-la-convention")
    for partie in ("ars", "miviludes"):
        desk.sign_convention(rec, Signing(quoi=partie, le=signed))
    desk.add_avenant(rec, AvenantWish(objet="Règlement des différends", article="8", apres=_LONGER, signe_le=signed))
    desk.add_avenant(rec, AvenantWish(objet="Renouvellement", jusquau=local_now().date() + 2 * _SIGNED))
    shelf.open(rec)
    studio.until(lambda: shelf.life.seen is not None and bool(shelf.life.seen.avenants))
    shelf.form_view.tabs.setCurrentIndex(0)
    studio.shoot(place.window, "112c-convention-en-vigueur")
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    studio.shoot(place.window, "112d-vie-de-la-convention")
    studio.dialog(shelf.page.ask_avenant, "112e-avenant", _word_anew)
    studio.dialog(shelf.page.ask_avenant_signature, "112f-signer-un-avenant")
    studio.dialog(shelf.page.ask_denunciation, "112g-denoncer")
    studio.dialog(shelf.page.ask_actions, "112h-creer-les-fiches-d-actions")
    refuse(studio, place.window, shelf.page, "95-refus-convention")
    _action(studio, place, desk, rec)


def _word_anew(dialog: AvenantDialog) -> None:
    """Word an article anew, and see what differs."""
    dialog.article.setCurrentIndex(5)
    dialog.text.setPlainText(dialog.text.toPlainText().replace("un mois", "deux mois"))
    dialog.compare()


def _action(studio: Studio, place: "Workplace", desk: "Desk", rec: str) -> None:
    desk.create_actions(rec)
    shelf = place.convention_view.show_kind("fiche-action")
    if not isinstance(shelf, ActionShelf):
        return
    shelf.refresh()
    studio.until(lambda: shelf.records.rows.row(0) is not None)
    row = shelf.records.rows.row(0)
    if row is None:
        return
    typed = desk.edit(row.id)
    today = local_now().date()
    steps = [
        {"id": "c1" * 8, "intitule": "Arrêter le format de l’échange annuel", "etat": "faite"},
        {"id": "c2" * 8, "intitule": "Réunir les pilotes", "prevue_le": (today - timedelta(days=9)).isoformat()},
        {"id": "c3" * 8, "intitule": "Adresser le premier état", "prevue_le": (today + _SIGNED / 20).isoformat()},
    ]
    indicators = [
        {"libelle": "Échanges dans l’année", "unite": "échanges", "cible": "2", "reference": "0"},
        {"code": "I1.10", "libelle": "Échanges de l’ARS vers la MIVILUDES et retour", "cible": "4"},
    ]
    values = [{"libelle": "Échanges dans l’année", "valeur": "2", "preuve": "Bordereaux d’envoi"}]
    champs = {**typed.champs, "etapes": steps, "indicateurs": indicators, "valeurs": values}
    desk.save(replace(typed, champs=champs))
    shelf.open(row.id)
    studio.until(lambda: shelf.life.seen is not None and shelf.life.seen.total > 0)
    studio.shoot(place.window, "112i-fiche-d-action")
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    studio.shoot(place.window, "112j-avancement")
    refuse(studio, place.window, shelf.page, "95-refus-action")
    shelf.form_view.tabs.setCurrentIndex(0)
    shelf.close_form()
