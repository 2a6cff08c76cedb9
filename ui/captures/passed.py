"""The transmissions of the demonstration, and their pictures: prepared, sent, overdue, answered, changed afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ui.annuaire_values import Interlocuteur
from ui.captures.studio import Studio
from ui.timing import local_now
from ui.views.form_statut import StatutEditor
from ui.views.form_transmissions import TransmissionsEditor
from ui.views.transmission_card import SLIP
from ui.views.transmission_dialog import TransmissionDialog

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace
    from ui.views.record_form import RecordFormView

_CRIP: Mapping[str, object] = {
    "etat": "envoyee",
    "destinataire": "crip",
    "destinataire_nom": "CRIP de l’Ain, fictive",
    "fondements": ["Article L. 226-2-1 du code de l’action sociale et des familles"],
    "motif": "Un enfant de huit ans n’est plus suivi ni scolarisé.",
    "contenu": "Rapporté par une enseignante\u00a0: trois semaines d’absence. Vu par un agent\u00a0: rien.",
    "identite_revelee": False,
    "personne_informee": False,
    "informee_motif": "L’intérêt de l’enfant\u00a0: un départ est à craindre.",
    "decidee_par": "Camille Exemple",
    "canal_envoi": "courrier_rar",
    "reference_envoi": "1A 000 000 0000 0",
}
_MIVILUDES: Mapping[str, object] = {
    "etat": "envoyee",
    "destinataire": "miviludes",
    "destinataire_nom": "Pôle santé",
    "fondements": ["Convention entre la MIVILUDES et l’agence régionale de santé"],
    "contenu": "Une demande d’avis sur une méthode de jeûne, sans nommer personne.",
    "identite_revelee": False,
    "canal_envoi": "messagerie_securisee",
}
_PROCUREUR: Mapping[str, object] = {
    "etat": "projet",
    "destinataire": "procureur",
    "destinataire_nom": "Parquet fictif de Bourg-en-Bresse",
    "motif": "Des faits susceptibles de mettre un mineur en danger.",
    "copie_a": ["conseil_departemental"],
    "identite_revelee": False,
}


def passed() -> list[dict[str, object]]:
    """Return one transmission whose return is overdue, one awaited, one in preparation."""
    today = local_now().date()
    late, awaited = today - timedelta(days=104), today - timedelta(days=12)
    return [
        {
            **_CRIP,
            "envoyee_le": late.isoformat(),
            "decidee_le": late.isoformat(),
            "retour_attendu_le": (late + timedelta(days=92)).isoformat(),
        },
        {
            **_MIVILUDES,
            "envoyee_le": awaited.isoformat(),
            "retour_attendu_le": (awaited + timedelta(days=60)).isoformat(),
        },
        dict(_PROCUREUR),
    ]


def pass_on(desk: "Desk", rec: str) -> None:
    """Write these transmissions in a signalement."""
    typed = desk.edit(rec)
    desk.save(replace(typed, champs={**typed.champs, "transmissions": passed()}))


def _competent(dialog: TransmissionDialog) -> None:
    """Show who the annuaire would propose."""
    ways = {"telephone": "04\u00a065\u00a071\u00a000\u00a030", "messagerie_securisee": "parquet@securise.exemple"}
    dialog.who.show_found(
        [Interlocuteur("ab" * 16, "Parquet fictif de Bourg", "justice", "procureur", "departement", **ways)]
    )


def transmissions(studio: Studio, place: "Workplace", view: "RecordFormView") -> None:
    """Look at the part, at its forms, and at what is said when a signalement is closed too early."""
    editor = view.fields("transmissions").editors["transmissions"]
    if not isinstance(editor, TransmissionsEditor):
        return
    studio.shoot(place.window, "39d-transmissions", partial(view.scroll_to, "transmissions"))
    if not editor.cards:
        return
    editor.cards[0].fold.setChecked(True)
    studio.settle()
    studio.shoot(place.window, "39e-transmission-en-detail", partial(view.area.ensureWidgetVisible, editor.cards[0]))
    editor.cards[0].fold.setChecked(False)
    studio.dialog(editor.prepare.click, "39f-preparer-une-transmission")
    studio.dialog(editor.prepare.click, "39f-bis-qui-est-competent", _competent)
    for name, place_, gesture in (
        ("39g-marquer-envoyee", 2, "envoyer"),
        ("39h-retour-recu", 0, "retour"),
        ("39i-renoncer", 2, "abandonner"),
    ):
        studio.dialog(partial(editor.cards[place_].asked.emit, gesture), name)
    gone = {**editor.held[0]}
    studio.dialog(partial(editor.show_sent, gone), "39j-ce-qui-est-parti")
    studio.dialog(partial(editor.show_sent, None), "39k-plus-rien-de-parti")
    studio.dialog(partial(editor.cards[0].asked.emit, SLIP), "39l-imprimer-le-bordereau")
    statut = view.fields("statut").editors["statut"]
    if isinstance(statut, StatutEditor):
        view.form.put({"statut": "clos"})
        studio.until(lambda: bool(statut.pending.said.text()))
        studio.shoot(place.window, "39m-clore-trop-tot", partial(view.scroll_to, "statut"))
        view.form.discard()
        studio.until(lambda: not view.form.can_save)
