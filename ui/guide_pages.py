"""Which page of the guide answers to what is on screen: from the smallest thing that has a page to the whole window.

Windows are named by their class: nothing is imported, and a test checks that each class exists and each window is here.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QDialog, QWidget

FIRST_PAGE = "README.md"
KIND = "guideKind"
"""The property of a widget that holds records of one kind: the kind."""
KINDS = {
    "bilan": "bilans.md",
    "convention": "convention.md",
    "emploi": "annuaire.md",
    "fiche-action": "convention.md",
    "etude": "activites.md",
    "formation": "activites.md",
    "mise-en-garde": "activites.md",
    "modele-courrier": "courriers.md",
    "organisme": "annuaire.md",
    "reunion": "reunions.md",
    "serie": "activites.md",
    "texte-juridique": "textes.md",
}
"""Tabs of a page, by the kind of their records; a kind that is not here has the first page."""
WHOLE = {
    "ArbitrationView": "conflits.md",
    "FichesView": "fiches.md",
    "GrillesView": "grilles.md",
    "ModelesView": "courriers.md",
}
"""Pages of the application that keep their page of the guide whatever is inside."""
PARTS = {
    "AboutDialog": FIRST_PAGE,
    "AsideCard": "signalant.md",
    "AsideWindow": "signalant.md",
    "ChecklistEditor": "fiches.md",
    "ActionPage": "convention.md",
    "AvenantDialog": "convention.md",
    "CodeDialog": "postes.md",
    "CustodyDialog": "gardiens.md",
    "NameForm": "gardiens.md",
    "PrepareForm": "gardiens.md",
    "RefoundForm": "gardiens.md",
    "SheetsForm": "gardiens.md",
    "ColumnsDialog": "retrouver.md",
    "CloseOrganismeForm": "annuaire.md",
    "CopiesView": "copies.md",
    "CopyWordsForm": "copies.md",
    "HandForm": "copies.md",
    "LeftDialog": "deplacer.md",
    "NewCopyForm": "copies.md",
    "OccultationView": "copies.md",
    "RecallForm": "deplacer.md",
    "LotsDialog": "fusionner.md",
    "SidesDialog": "fusionner.md",
    "DemoBar": "demonstration.md",
    "DemoMaking": "demonstration.md",
    "ChiffresView": "chiffres.md",
    "CountedDialog": "chiffres.md",
    "ExportFigureDialog": "chiffres.md",
    "ConservationView": "conservation.md",
    "ConventionPage": "convention.md",
    "DenunciationForm": "convention.md",
    "DueForm": "echeances.md",
    "EcheancesEditor": "echeances.md",
    "RuleForm": "echeances.md",
    "RulesDialog": "echeances.md",
    "TodoView": "echeances.md",
    "ExchangeView": "echanger.md",
    "AcceptForm": "postes.md",
    "DuplicatesDialog": "doublons.md",
    "MergeForm": "doublons.md",
    "MergesDialog": "doublons.md",
    "TieForm": "doublons.md",
    "ExportListDialog": "exporter.md",
    "ExportRegisterDialog": "exporter.md",
    "AlarmsPanel": "echanger.md",
    "ErasureForm": "conservation.md",
    "KeysPanel": "administrer.md",
    "QuarantinePanel": "administrer.md",
    "RoleList": "administrer.md",
    "ImportDialog": "importer.md",
    "InviteForm": "postes.md",
    "ChangeRoleForm": "administrer.md",
    "BookletForm": "fiches.md",
    "FichePicker": "fiches.md",
    "ReasonForm": "fiches.md",
    "RemarkForm": "fiches.md",
    "RemarksDialog": "fiches.md",
    "UseDialog": "fiches.md",
    "FilterDialog": "retrouver.md",
    "FirstStartView": "premiers-pas.md",
    "GrillePicker": "grilles.md",
    "GrilleReading": "grilles.md",
    "GrillesEditor": "grilles.md",
    "HistoryView": "enregistrer.md",
    "HomeView": "accueil.md",
    "InterviewView": "grilles.md",
    "MinutesView": "reunions.md",
    "ReadingDialog": "reunions.md",
    "MinutesDialog": "reunions.md",
    "YearDialog": "reunions.md",
    "DecisionsDialog": "reunions.md",
    "SinceDialog": "reunions.md",
    "RelectureDialog": "grilles.md",
    "JournalView": "journal.md",
    "PaletteDialog": "retrouver.md",
    "PiecesView": "pieces.md",
    "PostsView": "postes.md",
    "PreferencesDialog": "preferences.md",
    "PrintDialog": "imprimer.md",
    "RecordFormView": "enregistrer.md",
    "RecordsView": "retrouver.md",
    "CourriersEditor": "courriers.md",
    "HeadForm": "courriers.md",
    "KeepForm": "courriers.md",
    "LetterDialog": "courriers.md",
    "ReviewForm": "courriers.md",
    "SendForm": "courriers.md",
    "TemplateBody": "courriers.md",
    "TemplatePicker": "courriers.md",
    "PhraseForm": "verrouiller.md",
    "ReplaceTextForm": "textes.md",
    "SecurityDialog": "verrouiller.md",
    "SetupDialog": "premiers-pas.md",
    "SigningForm": "convention.md",
    "SheetDialog": "verrouiller.md",
    "ShortcutsDialog": "clavier.md",
    "TargetDialog": "fiches.md",
    "PieceForm": "pieces.md",
    "VersionsDialog": "fiches.md",
    "ContestForm": "conflits.md",
    "CouvertureDialog": "activites.md",
    "MoveForm": "deplacer.md",
    "TogetherDialog": "conflits.md",
    "GestureDialog": "transmettre.md",
    "SentDialog": "transmettre.md",
    "TransmissionDialog": "transmettre.md",
    "TransmissionsEditor": "transmettre.md",
    "Tour": "accueil.md",
    "UnlockView": "verrouiller.md",
}
"""Everything else that has its own page; the smallest wins."""


def page_for(widget: QWidget | None) -> str:
    """Return the page of the guide for a widget, by itself or by what holds it; a dialog before what it is over."""
    names: list[str] = []
    kind = dialog = ""
    while widget is not None:
        names += [each.__name__ for each in type(widget).__mro__]
        kind = kind or str(widget.property(KIND) or "")
        if isinstance(widget, QDialog):
            dialog = dialog or _first(PARTS, names)
        widget = widget.parentWidget()
    shelf = KINDS.get(kind, FIRST_PAGE) if kind else ""
    return dialog or _first(WHOLE, names) or shelf or _first(PARTS, names) or FIRST_PAGE


def _first(pages: Mapping[str, str], names: Sequence[str]) -> str:
    return next((pages[name] for name in names if name in pages), "")
