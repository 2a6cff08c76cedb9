"""A year of the partnership, played in the real windows as a référent would; then its pages in the largest letters."""

import json
from pathlib import Path

from pypdf import PdfReader

from tests.screen import partnership
from tests.screen.partnership import COPIL, TABS, chart_of, cut, go_to, said_of, show_tab
from tests.screen.posts import PHRASE, opened
from tests.screen.reading import unnamed
from tests.screen.screen import Screen, desktop
from tests.screen.steps import as_anybody, unlock

_LOOK = {"apparence": "sombre", "taille": 200, "langue": "fr"}
_SHELVES = (
    ("Convention", "Conventions", "Commencer avec le modèle"),
    ("Convention", "Fiches d’actions", "Nouvelle fiche d’action"),
    ("Convention", "Bilans", "Préparer celui de l’année"),
    ("Annuaire", "Organismes", "Ajouter les entrées livrées"),
    ("Annuaire", "Fonctions tenues", "Nouvelle fonction"),
    ("Activités", "Réunions", "Obligation annuelle"),
)
"""A page, a tab of it, and a button that must be there."""


def test_a_year_of_the_partnership(screen: Screen, tmp_path: Path) -> None:
    profile, closed = partnership.prepare(tmp_path), tmp_path / "ferme"
    closed.mkdir(mode=0o500)
    minutes, chart, bilan = (tmp_path / name for name in ("compte-rendu.pdf", "carte.ods", "bilan.pdf"))
    program = screen.start(as_anybody(desktop(profile)))
    unlock(screen, PHRASE)
    partnership.sign(screen)
    partnership.act(screen)
    partnership.consult(screen)
    partnership.prepare_meeting(screen)
    partnership.write_minutes(screen)
    partnership.freeze(screen)
    partnership.print_minutes(screen, minutes)
    partnership.count(screen)
    partnership.open_counted(screen)
    partnership.export(screen, closed / "carte.ods", chart)
    partnership.report(screen, bilan)
    screen.press("ctrl+q")
    assert program.wait(60) == 0
    printed = _words(minutes)
    assert partnership.DECIDED in printed
    assert partnership.NAMED.split()[0] not in printed
    assert partnership.NAMED.split()[1] not in printed
    assert "Signalements reçus" in _words(bilan)
    assert chart.stat().st_size > 0
    assert list(closed.iterdir()) == []
    with opened(profile) as desk:
        assert not desk.drafts()
        assert [line.texte for line in desk.decisions_ouvertes()] == [partnership.DECIDED]


def test_the_same_pages_in_the_largest_letters_and_in_the_dark(screen: Screen, tmp_path: Path) -> None:
    profile = partnership.prepare_filled(tmp_path)
    look = Path(screen.environment["XDG_CONFIG_HOME"]) / "mvl" / "apparence.json"
    look.parent.mkdir()
    look.write_text(json.dumps(_LOOK), encoding="utf-8")
    program = screen.start(desktop(profile))
    unlock(screen, PHRASE)
    wrong = {}
    for page, tab, button in _SHELVES:
        go_to(screen, page)
        show_tab(screen, page, tab)
        screen.find("push button", button)
        screen.keep(f"{page}-{tab}")
        wrong[tab] = cut(screen) + unnamed(screen)
    screen.click("cell", COPIL)
    screen.press("F8")
    screen.lands_on("text", "Ce qui en est dit")
    screen.keep("compte-rendu")
    wrong["minutes"] = cut(screen) + unnamed(screen)
    go_to(screen, "Chiffres")
    screen.find("push button", "Graphique : Signalements reçus")
    for tab, name in TABS.items():
        screen.click("page tab", tab)
        if name != "essentiel":
            chart = chart_of(screen, "")
            assert "Source : " in said_of(chart)
            screen.find("table", f"Données : {chart.name}")
            screen.reach("filler", chart.name)  # it is scrolled to
        screen.keep(name)
        wrong[tab] = cut(screen) + unnamed(screen)
        screen.reach("combo box", "Période", key="shift+Tab")  # back to where the tabs are
    assert not any(wrong.values()), wrong
    screen.press("ctrl+q")
    assert program.wait(60) == 0


def _words(path: Path) -> str:
    """Return the text of a PDF, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
