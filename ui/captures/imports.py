"""The steps of an import, on a small spreadsheet that a délégation might keep."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ui.captures.studio import Studio
from ui.view_models.importing import CHECK, COLUMNS, DONE, READING
from ui.views.importing import ImportDialog

if TYPE_CHECKING:
    from ui.main import Workplace

_TITLES = "N° dossier;Date de réception;Objet;Département;Commune;Niveau;Domaines;Mineur;Résumé des faits;Remarque"
_LINES = (
    "A{take}-1;31/12/2025;Stage de jeûne en forêt;1;Bourg-en-Bresse;situation à risque;Santé et bien-être;oui;Récit.;",
    "A{take}-2;3 mars 2024;Appel d’une mère inquiète;2a;Ajaccio;;;x;Récit fictif.;à rappeler",
)
_WRONG = "A{take}-3;31/02/2025;Courrier;93;Saint-Denis;peut-être;;non;;"
_SENDER = "Délégation fictive du Nord"


def imports(studio: Studio, place: "Workplace") -> None:
    """Take every step; nothing is imported but for the last picture."""
    page = place.pages["signalement"]
    place.window.show_page(page)
    clean, wrong = _LINES, (*_LINES, _WRONG)
    takes = count(1)
    for name, lines, step, tab in (
        ("29-importer-fichier", wrong, 0, 0),
        ("29b-importer-lecture", wrong, READING, 0),
        ("29c-importer-colonnes", wrong, COLUMNS, 0),
        ("29d-importer-apercu", wrong, CHECK, 0),
        ("29e-importer-refus", wrong, CHECK, 1),
        ("29f-importer-sans-refus", clean, CHECK, 1),
        ("29g-importer-sans-doublon", clean, CHECK, 2),
        ("29h-importer-resultat", wrong, DONE, 0),
    ):
        studio.dialog(page.import_button.click, name, partial(_walk, studio, takes, lines, step, tab))


def _walk(studio: Studio, takes: Iterator[int], lines: Sequence[str], step: int, tab: int, dialog: QDialog) -> None:
    """Go to a step, as somebody who reads each one, with lines that nobody imported yet."""
    if not isinstance(dialog, ImportDialog):
        return
    importing = dialog.importing
    studio.until(lambda: bool(importing.targets))
    importing.choose(_written(studio.folder, next(takes), lines))
    studio.until(lambda: importing.table is not None and not importing.busy)
    dialog.file.emetteur.setEditText(_SENDER)
    while importing.step < step:
        before = importing.step
        importing.go_on()
        studio.until(lambda before=before: importing.step > before and not importing.busy)  # type: ignore[misc]
    dialog.check.tabs.setCurrentIndex(tab)


def _written(folder: Path, take: int, lines: Sequence[str]) -> Path:
    path = folder / "registre.csv"
    path.write_text("\n".join((_TITLES, *(line.format(take=take) for line in lines))) + "\n", encoding="utf-8")
    return path
