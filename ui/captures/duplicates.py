"""The window of duplicates, on three signalements that tell the same; then what it asks before it writes."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog

from ui.captures.studio import Studio
from ui.views.duplicates import DuplicatesDialog
from ui.views.duplicates_forms import MergeForm, MergesDialog

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace


_TOLD = {
    "objet": "Jeûnes prolongés conseillés à une patiente",
    "departement": "01",
    "commune": "01053",
    "survenu_le": "2026-03-14",
    "recu_le": "2026-03-20",
    "resume": "La patiente a interrompu sa chimiothérapie après des séances de magnétisme. Récit fictif.",
    "mis_en_cause": [{"nom": "Étienne Fontaine-Morel (fictif)", "telephone": "06 39 98 12 34"}],
    "personnes": [{"nom": "Solène Vautrin (fictive)"}],
}
_AGAIN = {
    **_TOLD,
    "objet": "Une malade arrête ses soins",
    "survenu_le": "2026-03-15",
    "recu_le": "2026-03-24",
    "adresse_lieu": "12 rue des Lilas",
    "resume": "Elle a cessé sa chimiothérapie après les séances de magnétisme. Récit fictif.",
    "mis_en_cause": [{"nom": "FONTAINE MOREL Etienne (fictif)", "coordonnees": "+33 6 39 98 12 34"}],
}


def duplicates(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Look for duplicates, compare the first pair, and go as far as the questions; the one merge made is undone."""
    for told in (_TOLD, _AGAIN):
        desk.save(replace(desk.begin("signalement"), champs=dict(told)))
    place.window.wants_duplicates.emit()
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, DuplicatesDialog)]
    dialog = shown[-1]
    studio.until(lambda: not dialog.duplicates.busy and bool(dialog.duplicates.pairs))
    studio.until(lambda: bool(dialog.sides.has_fields))
    studio.shoot(dialog, "35-doublons")
    studio.dialog(dialog.ask_merge, "35b-fusionner-deux", partial(_wait_for_plan, studio))
    studio.dialog(dialog.ask_tie, "35c-rattacher")
    studio.dialog(dialog.ask_distinguish, "35g-pas-les-memes")
    studio.dialog(dialog.ask_merges, "35d-fusions-faites")
    kept, absorbed = dialog.duplicates.pairs[0].key
    desk.merge_records(kept, absorbed, {}, "")
    studio.dialog(dialog.ask_merges, "35f-annuler-une-fusion", by=(partial(_ask_undo, studio),))
    desk.undo_merge(absorbed)
    dialog.slider.setValue(99)
    studio.until(lambda: not dialog.duplicates.busy)
    studio.shoot(dialog, "35e-aucun-doublon")
    dialog.close()


def _wait_for_plan(studio: Studio, dialog: QDialog) -> None:
    if isinstance(dialog, MergeForm):
        studio.until(lambda: dialog.go_on.isEnabled())


def _ask_undo(studio: Studio, dialog: MergesDialog) -> None:
    studio.until(dialog.undo.isEnabled)
    dialog.undo.click()
