"""Training, series of others, public warnings: each tab filled, what is typed in it, who was reached."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.views.formation_couverture import CouvertureDialog
from ui.views.formations import FormationShelf
from ui.views.mises_en_garde import WarningShelf
from ui.views.series import OthersShelf
from ui.views.shelves import KindShelf

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

SCENES = tuple(
    f"110-activites-{name}"
    for name in (
        "formations",
        "couverture",
        "carte-couverture",
        "exporter-une-carte",
        "actions-d-un-departement",
        "formation",
        "seances",
        "refus-seance",
        "series-vide",
        "series",
        "serie",
        "mises-en-garde",
        "circulaires",
    )
)
_FORMATION = {
    "intitule": "Repérer l’emprise en établissement",
    "type_formation": "sensibilisation",
    "organisateur": "ARS, pôle fictif",
    "demandes": [
        {"organisme": "Délégation fictive", "departement": "93", "effectif": 20},
        {"organisme": "Établissement fictif", "departement": "95", "effectif": 12},
    ],
    "decision": "retenue",
    "decidee_le": "2026-02-01",
    "seances": [
        {
            "le": "2026-03-10",
            "etat": "tenue",
            "departement": "93",
            "public": "etablissements",
            "duree_minutes": 180,
            "effectif_siege": 4,
            "effectif_delegations": 12,
            "reponses": 12,
            "satisfaction": "4,2",
        }
    ],
}
_SCHOOL = {
    "intitule": "Module de rentrée d’une école de santé publique",
    "type_formation": "module",
    "rythme": "chaque année, à la rentrée d’octobre",
    "nombre_filieres": 14,
    "seances": [{"le": "2026-10-05", "etat": "tenue", "departement": "93", "effectif_exterieur": 41}],
}
_WARNING = {
    "titre": "Séjours à l’étranger et rites d’initiation\u00a0: les risques pour les voyageurs",
    "etat": "publiee",
    "publiee_le": "2026-01-10",
    "emetteur": "MIVILUDES",
    "risque": "Prise de substances, isolement, sommes versées d’avance.",
}
_SERIE = "Saisines et signalements reçus par la MIVILUDES"


def activites(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Fill the tabs and look at them."""
    if not any(map(studio.wants, SCENES)):
        return
    page = place.activites_view
    place.window.show_page(page)
    rec = _save(desk, "formation", _FORMATION)
    _save(desk, "formation", _SCHOOL)
    _save(desk, "mise-en-garde", _WARNING)
    _training(studio, place, rec)
    _series(studio, place)
    shelf = _shown(studio, place, "mise-en-garde")
    studio.shoot(place.window, "110-activites-mises-en-garde")
    if isinstance(shelf, WarningShelf) and shelf.in_force.circulars:
        shelf.in_force.circulars_button.setChecked(True)
        studio.shoot(place.window, "110-activites-circulaires")
        shelf.in_force.circulars_button.setChecked(False)


def _training(studio: Studio, place: "Workplace", rec: str) -> None:
    shelf = _shown(studio, place, "formation")
    if not isinstance(shelf, FormationShelf):
        return
    studio.shoot(place.window, "110-activites-formations")
    studio.dialog(shelf.show_coverage, "110-activites-couverture")
    studio.dialog(shelf.show_coverage, "110-activites-carte-couverture", _draw)
    for name, then in (("exporter-une-carte", _export), ("actions-d-un-departement", _list_actions)):
        studio.dialog(shelf.show_coverage, f"110-activites-{name}", by=[partial(then, studio)])
    shelf.open(rec)
    studio.until(lambda: shelf.form.record is not None)
    studio.shoot(place.window, "110-activites-formation")
    if shelf.panel is not None and shelf.sessions is not None:
        shelf.panel.session_button.click()
        studio.shoot(place.window, "110-activites-seances")
        refuse(studio, place.window, shelf.sessions, "110-activites-refus-seance")
        shelf.form_view.tabs.setCurrentIndex(0)
    shelf.close_form()


def _draw(dialog: CouvertureDialog) -> None:
    """Show the map, a value pointed at."""
    dialog.tabs.setCurrentIndex(1)
    dialog.map.card.chart.setFocus()
    dialog.map.card.chart.go_to(0)


def _export(studio: Studio, dialog: CouvertureDialog) -> None:
    studio.until(lambda: dialog.map.chart is not None)
    dialog.map.ask_export()


def _list_actions(studio: Studio, dialog: CouvertureDialog) -> None:
    studio.until(lambda: bool(dialog.coverage.training.departements))
    dialog.open_there("93")


def _series(studio: Studio, place: "Workplace") -> None:
    shelf = _shown(studio, place, "serie")
    if not isinstance(shelf, OthersShelf):
        return
    studio.shoot(place.window, "110-activites-series-vide")
    shelf.add_shipped()
    studio.until(lambda: shelf.records.rows.rowCount() > 1)
    studio.until(lambda: all(shelf.records.rows.row(line) for line in range(shelf.records.rows.rowCount())))
    studio.shoot(place.window, "110-activites-series")
    rows = [shelf.records.rows.row(line) for line in range(shelf.records.rows.rowCount())]
    wanted = next(row.id for row in rows if row is not None and row.champs.get("intitule") == _SERIE)
    shelf.open(wanted)
    studio.until(lambda: shelf.form.record is not None)
    shelf.form_view.tabs.setCurrentIndex(shelf.form_view.tabs.count() - 1)
    studio.shoot(place.window, "110-activites-serie")
    shelf.form_view.tabs.setCurrentIndex(0)
    shelf.close_form()


def _shown(studio: Studio, place: "Workplace", kind: str) -> KindShelf | None:
    shelf = place.activites_view.show_kind(kind)
    studio.settle()
    return shelf if isinstance(shelf, KindShelf) else None


def _save(desk: "Desk", kind: str, champs: Mapping[str, object]) -> str:
    typed = desk.begin(kind)
    return desk.save(replace(typed, champs={**typed.champs, **champs}))
