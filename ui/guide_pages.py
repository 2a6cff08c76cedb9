"""Which page of the guide answers to what is on screen: from the smallest thing that has a page to the whole window.

Windows are named by their class: nothing is imported, and a test checks that each class exists and each window is here.
"""

from PySide6.QtWidgets import QWidget

FIRST_PAGE = "README.md"
WHOLE = {"FichesView": "fiches.md", "ConflictsView": "conflits.md"}
"""Pages of the application that keep their page of the guide whatever is inside."""
PARTS = {
    "AboutDialog": FIRST_PAGE,
    "AsideCard": "signalant.md",
    "AsideWindow": "signalant.md",
    "ChecklistEditor": "fiches.md",
    "CodeDialog": "postes.md",
    "CustodyDialog": "gardiens.md",
    "NameForm": "gardiens.md",
    "PrepareForm": "gardiens.md",
    "RefoundForm": "gardiens.md",
    "SheetsForm": "gardiens.md",
    "ColumnsDialog": "retrouver.md",
    "ConfirmReport": "echanger.md",
    "DemoBar": "demonstration.md",
    "DemoMaking": "demonstration.md",
    "ConservationView": "conservation.md",
    "ExchangeView": "echanger.md",
    "AcceptForm": "postes.md",
    "ExportListDialog": "exporter.md",
    "ExportRegisterDialog": "exporter.md",
    "AlarmsPanel": "echanger.md",
    "ErasureForm": "conservation.md",
    "KeysPanel": "administrer.md",
    "QuarantinePanel": "administrer.md",
    "RoleList": "administrer.md",
    "InviteForm": "postes.md",
    "ChangeRoleForm": "administrer.md",
    "FichePicker": "fiches.md",
    "FilterDialog": "retrouver.md",
    "FirstStartView": "premiers-pas.md",
    "HistoryView": "enregistrer.md",
    "HomeView": "accueil.md",
    "JournalView": "journal.md",
    "PaletteDialog": "retrouver.md",
    "PiecesView": "pieces.md",
    "PostsView": "postes.md",
    "PreferencesDialog": "preferences.md",
    "PrintDialog": "imprimer.md",
    "RecordFormView": "enregistrer.md",
    "RecordsView": "retrouver.md",
    "PhraseForm": "verrouiller.md",
    "SecurityDialog": "verrouiller.md",
    "SetupDialog": "premiers-pas.md",
    "SheetDialog": "verrouiller.md",
    "ShortcutsDialog": "clavier.md",
    "TargetDialog": "fiches.md",
    "PieceForm": "pieces.md",
    "VersionsDialog": "fiches.md",
    "Tour": "accueil.md",
    "UnlockView": "verrouiller.md",
}
"""Everything else that has its own page; the smallest wins."""


def page_for(widget: QWidget | None) -> str:
    """Return the page of the guide for a widget, by itself or by what holds it."""
    names: list[str] = []
    while widget is not None:
        names += [each.__name__ for each in type(widget).__mro__]
        widget = widget.parentWidget()
    whole = (WHOLE[name] for name in names if name in WHOLE)
    part = (PARTS[name] for name in names if name in PARTS)
    return next(whole, "") or next(part, FIRST_PAGE)
