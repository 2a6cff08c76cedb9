"""Which columns a list shows: by order of use, those that there is room for. A list never scrolls sideways."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTableView

from ui.view_models.rows_model import TITLES

_SENDING = "etat_envoi"
_TITLE_WIDTH = 210
_FIRST = ("reference", "recu_le", "tenue_le", _SENDING)
"""What stays when there is little room, besides the title."""
_USUAL = 130
_WIDTHS = {
    "reference": 140,
    "code": 90,
    "version": 80,
    "recu_le": 92,
    "validee_le": 100,
    "departement": 150,
    "niveau": 165,
    "urgence": 110,
    "canal": 150,
    _SENDING: 140,
    "titulaire": 150,
    **dict.fromkeys(("tenue_le", "verifie_le", "publiee_le", "extraite_le", "signee_le", "fin_le", "du", "au"), 100),
}
"""Widths at the usual size of letters, 7 pixels on average."""
_AT_EASE = {
    **dict.fromkeys(("niveau", "canal", "role", "fonction", "type_reunion"), 240),
    **dict.fromkeys(("structure", "etat_recrutement", "unite", "type_formation", "pilote_ars", "auteur"), 200),
    **dict.fromkeys(("etat", "organisateur", "region", "nature"), 170),
}
"""Widths at which every label of a column is whole, taken where the title keeps half as much again as it needs."""


def fit_columns(table: QTableView, names: Sequence[str], room: int) -> None:
    """Show the columns that fit, the first ones first; the title takes what the others leave."""
    unit = table.fontMetrics().averageCharWidth() / 7
    widths = {name: 0 if name in TITLES else int(_WIDTHS.get(name, _USUAL) * unit) for name in names}
    left = room - int(_TITLE_WIDTH * unit)
    shown = set()
    ranked = [name for name in _FIRST if name in names]
    for name in (*ranked, *(name for name in names if name not in ranked)):
        if left - widths[name] >= 0:
            left -= widths[name]
            shown.add(name)
    for name in (each for each in names if each in shown):
        more = int(_AT_EASE.get(name, 0) * unit) - widths[name]
        if more > 0 and left - more >= int(_TITLE_WIDTH * unit) // 2:
            left -= more
            widths[name] += more
    header = table.horizontalHeader()
    for index, name in enumerate(names):
        table.setColumnHidden(index, name not in shown and name not in TITLES)
        stretch = name in TITLES
        mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(index, mode)
        if not stretch:
            table.setColumnWidth(index, widths[name])
