"""A year of the partnership in the real windows: convention, annuaire, COPIL and its minutes, figures, bilan.

By keyboard where one types, with the mouse where one points; each moment keeps a picture.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.screen.atspi import Node
from tests.screen.posts import found_post, opened
from tests.screen.screen import ALERT, Screen, plain
from tests.screen.steps import choose_file, fill, open_part, press_button
from ui.convention_values import Signing
from ui.desk import Desk
from ui.preferences import HABITS, Habits, habits_document
from ui.timing import local_now

# No letter that a French keyboard lacks: see `cases.py`.
NAMED = "Zacharie Fictif"
SAID = f"Monsieur {NAMED} rappelle les suites de juin."
DECIDED = "Recevoir les associations au printemps"
STEP = "Choisir les pilotes"
COPIL = "COPIL de la convention"
_FOR = "Référent dérives sectaires de l'ARS"
_WHERE = ("01",) * 6 + ("69", "2A")
"""Where the situations come from: five at the least in one département, so that one number is not small."""
_SIGNED_AGO, _LATER = timedelta(days=40), timedelta(days=30)
_ACTION = "Participer aux rencontres"
_ARS = "ARS Auvergne-Rhône-Alpes"
_SERIE = "Saisines"
TABS = {"L’essentiel": "essentiel", "Indicateurs": "indicateurs", "Carte": "carte", "Séries nationales": "series"}
"""The tabs of « Chiffres », and what their pictures are called."""
CUT = ("push button", "button menu", "text", "combo box", "check box", "page tab", "label")
"""What is cut when it goes out of the window on a side: pages scroll up and down only."""


def prepare(folder: Path) -> Path:
    """Make a post with the default annuaire and a few signalements; return its profile."""
    profile = found_post(folder / "poste")
    with opened(profile) as desk:
        desk.add_default_directory()
        for rank, place in enumerate(_WHERE):
            _save(desk, "signalement", {"objet": f"Stage fictif {rank}", "recu_le": _iso(), "departement": place})
        desk.remember(HABITS, habits_document(Habits(echanges=False)))
    return profile


def prepare_filled(folder: Path) -> Path:
    """Make the same, with a signed convention, its fiches d’actions, a COPIL, series and a bilan."""
    profile = prepare(folder)
    with opened(profile) as desk:
        convention = desk.begin_convention()
        for partie in ("ars", "miviludes"):
            desk.sign_convention(convention, Signing(quoi=partie, le=local_now().date() - _SIGNED_AGO))
        desk.create_actions(convention)
        desk.add_default_series()
        _save(desk, "reunion", {**desk.reunion_begun("copil"), "objet": COPIL, "etat": "tenue", "tenue_le": _iso()})
        desk.prepare_bilan()
    return profile


def sign(screen: Screen) -> None:
    """Begin a convention from the template; it is signed on a day that is none, on one to come, then as it was."""
    screen.click("list item", "Convention")
    press_button(screen, "Commencer avec le modèle")
    screen.click("page tab", "Vie")
    press_button(screen, "Signer…")
    screen.find("dialog", "Signer la convention")
    fill(screen, "À (ville)", "Lyon")
    for typed, said in (
        ("31/02/2026", "Cette date n’existe pas. Écrivez-la comme 21/11/2026"),
        (_day(_LATER), "Ce jour n’est pas encore venu : donnez celui où cela a été fait."),
    ):
        _date(screen, typed)
        screen.told(said)
        screen.holds("À (ville)", "Lyon")
        screen.keep("signature-refusee")
    _date(screen, _day(-_SIGNED_AGO))
    screen.waits_until_gone("dialog", "Signer la convention")
    screen.waits_for(lambda: screen.find("push button", "Signer…").has("enabled"))
    press_button(screen, "Signer…")
    screen.find("dialog", "Signer la convention")
    _date(screen, _day(-_SIGNED_AGO))
    screen.waits_until_gone("dialog", "Signer la convention")
    term = _three_years_later(local_now().date() - _SIGNED_AGO)
    screen.find("label", f"En vigueur, jusqu’au {term:%d/%m/%Y}.")
    line = screen.find("filler", "Vie de la convention").description
    assert f"Signature, {_day(-_SIGNED_AGO)}" in line
    assert "Dernier jour pour dénoncer, " in line
    screen.keep("convention-en-vigueur")
    press_button(screen, "Créer les fiches d’actions…")
    screen.find(ALERT, "Créer les fiches")
    screen.press("Return")
    screen.told("fiches d’actions créées.")


def act(screen: Screen) -> None:
    """Write a step in a fiche d’action, and tick it."""
    screen.click("page tab", "Fiches d’actions")
    screen.click("cell", _ACTION)
    screen.find("label", "Aucune étape n’est écrite.")
    open_part(screen, "Calendrier")
    press_button(screen, "Étapes : ajouter")
    screen.lands_on("text", "Étape : Étape")
    screen.type(STEP)
    fill(screen, "Étape : Pour le", _day(_LATER))
    screen.press("ctrl+s")
    screen.find("label", "0 étape faite sur 1")
    screen.click("page tab", "Suivi")
    screen.reach("list", "Étapes de l’action")
    screen.press("space")
    screen.waits_for(lambda: screen.find("list item", STEP).has("checked"))
    screen.find("label", "1 étape faite sur 1")
    screen.keep("etape-faite")


def consult(screen: Screen) -> None:
    """Look for who is competent in the Ain, and say that an entry is right today."""
    screen.click("list item", "Annuaire")
    screen.reach("combo box", "Compétent pour")
    screen.type("Ain")
    screen.find("list", "Organismes trouvés")
    screen.keep("competents-dans-l-ain")
    assert "Jamais vérifié" in screen.find("list item", f"{_ARS}. ").name
    screen.click("list item", f"{_ARS}. ")
    press_button(screen, "Vérifié aujourd’hui")
    screen.find("label", f"Vérifié le {_day()}")
    screen.waits_for(lambda: "Jamais vérifié" not in screen.find("list item", f"{_ARS}. ").name)
    assert not screen.sees("label", "Brouillon")  # nothing was typed: the keyboard only went through
    screen.keep("verifie-aujourd-hui")


def prepare_meeting(screen: Screen) -> None:
    """Record a COPIL that was held today, with the agenda of its type."""
    screen.click("list item", "Activités")
    screen.find("page tab", "Réunions")
    screen.press("ctrl+n")
    screen.lands_on("text", "Objet")
    screen.type("COPIL de fin de semestre")
    _choose(screen, "Type", "COPIL", COPIL)
    fill(screen, "Date", _day())
    _choose(screen, "État", "Ten", "Tenue")
    press_button(screen, "Reprendre l’ordre du jour type", key="shift+Tab")
    screen.told("L’ordre du jour du type est repris")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")


def write_minutes(screen: Screen) -> None:
    """Type the minutes without the mouse: an item, what is said of it and by whom, what is decided, who was there."""
    screen.press("F8")
    screen.lands_on("text", "Ce qui en est dit")
    screen.type(SAID)
    screen.press("ctrl+i")
    screen.lands_on("text", "Intervention 1 : qui parle")
    screen.type("Directeur de l'agence")
    _choose(screen, "Intervention 1 : manière", "Pré", "Précise que")
    fill(screen, "Intervention 1 : ce qui est dit", "Les demandes augmentent.")
    screen.press("ctrl+d")
    screen.lands_on("text", "Décision 1 : ce qui est décidé")
    screen.type(DECIDED)
    fill(screen, "Décision 1 : responsable", _FOR)
    fill(screen, "Décision 1 : pour le", _day(_LATER))
    screen.find("label", "1 décision")
    fill(screen, "Ajouter un point", "Questions diverses", key="shift+Tab")
    screen.press("Return")
    screen.find("list item", "b) Questions diverses")
    screen.keep("compte-rendu-en-cours")
    screen.press("ctrl+Prior", "ctrl+Prior")
    press_button(screen, "Tous présents")
    screen.find("label", "4 personnes présentes")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.find("label", "4 personnes présentes")
    screen.find("list item", "b) Questions diverses")
    screen.keep("presences")
    press_button(screen, "Revenir à la fiche")


def freeze(screen: Screen) -> None:
    """Freeze the indicators, twice: they are replaced; then see them beside today’s."""
    for _ in range(2):
        press_button(screen, "Figer les indicateurs…", key="shift+Tab")
        screen.find("dialog", "Figer les indicateurs")
        screen.keep("figer-les-indicateurs")
        screen.press("Return")
        screen.told("21 valeurs sont figées.")
    press_button(screen, "Indicateurs figés et valeurs d’aujourd’hui")
    dialog = screen.find("dialog", "Indicateurs figés")
    assert _cells(screen, "Indicateurs", dialog, "les mêmes").count("I1.1") == 1
    screen.keep("depuis")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Indicateurs figés")


def print_minutes(screen: Screen, path: Path) -> None:
    """Read the minutes with names, then without, and print them so."""
    press_button(screen, "Lire ou imprimer le compte rendu…", key="shift+Tab")
    dialog = screen.find("dialog", "Compte rendu")
    text = screen.find("text", "Compte rendu", under=dialog)
    screen.waits_for(lambda: NAMED in text.text() and DECIDED in text.text())
    screen.click("check box", "Sans les noms")
    screen.waits_for(lambda: DECIDED in text.text() and "sans les noms" in text.text())
    screen.keep("compte-rendu-sans-les-noms")
    screen.click("push button", "Imprimer…", under=dialog)
    screen.find("dialog", "Imprimer")
    screen.press("Return")
    choose_file(screen, "Écrire la fiche imprimée", path)
    screen.waits_for(path.exists)
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Compte rendu")


def count(screen: Screen) -> None:
    """Look at each tab of the figures: every chart says its values, and its table beside it says the same."""
    screen.click("list item", "Chiffres")
    screen.find("push button", "Graphique : Signalements reçus")
    screen.keep("essentiel")
    for tab, value in (("Indicateurs", ""), ("Carte", "Ain : 6")):
        screen.click("page tab", tab)
        chart = chart_of(screen, "Saisines reçues")
        assert value in said_of(chart)
        assert "Source : Enregistrements de cet espace." in said_of(chart)
        assert "8" in screen.texts()
        assert _cells(screen, f"Données : {chart.name}")
        screen.keep(TABS[tab])
    screen.click("page tab", "Séries nationales")
    press_button(screen, "Ajouter les séries fournies")
    screen.waits_for(lambda: "Source : " in said_of(chart_of(screen, "")))
    chart = chart_of(screen, "")
    assert "Unité : " in said_of(chart)
    assert _cells(screen, f"Données : {chart.name}")
    screen.keep("series")


def open_counted(screen: Screen) -> None:
    """Go on the map to a département with arrows, and open what is counted there."""
    screen.click("page tab", "Carte")
    screen.reach("filler", "Saisines reçues")
    screen.press("Right")
    screen.waits_for(lambda: said_of(chart_of(screen, "Saisines reçues")).startswith("Ain : 6"))
    screen.press("Right")
    screen.waits_for(lambda: said_of(chart_of(screen, "Saisines reçues")).startswith("Corse-du-Sud : 1"))
    screen.keep("carte-aux-fleches")
    screen.press("Return")
    dialog = screen.find("dialog", "Ce qui est compté")
    assert "Stage fictif 7" in _cells(screen, "Ce qui est compté", dialog)
    screen.keep("ce-qui-est-compte")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Ce qui est compté")


def export(screen: Screen, closed: Path, path: Path) -> None:
    """Export the map for a reason: onto a place that takes nothing, then where it can; the register has it."""
    for place, said in (
        (closed, "Le fichier n’a pas pu être écrit à cet endroit."),
        (path, "Export n°"),
    ):
        press_button(screen, "Exporter…")
        screen.find("dialog", "Exporter ce chiffre")
        screen.lands_on("text", "Pour qui")
        screen.type("Préfecture fictive")
        screen.press("Return")
        choose_file(screen, "Exporter ce chiffre", place)
        screen.told(said)
        screen.keep("exporter")
    press_button(screen, "Exporter…")
    dialog = screen.find("dialog", "Exporter ce chiffre")
    screen.click("push button", "Registre des exports…", under=dialog)
    register = screen.find("dialog", "Registre des exports")
    assert _cells(screen, "Exports", register).count("Préfecture fictive") == 1
    screen.keep("registre-des-exports")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Registre des exports")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Exporter ce chiffre")


def report(screen: Screen, path: Path) -> None:
    """Prepare the bilan of the year, freeze it, and export it."""
    screen.click("list item", "Convention")
    screen.click("page tab", "Bilans")
    press_button(screen, "Préparer celui de l’année")
    screen.click("page tab", "Contenu")
    screen.find("label", "Ces chiffres sont ceux des enregistrements d’aujourd’hui")
    assert "I1.1" in _cells(screen, "Chiffres du bilan")
    press_button(screen, "Figer…")
    screen.find(ALERT, "Figer ce bilan")
    screen.keep("figer-le-bilan")
    screen.press("Return")
    screen.find("label", "Ces chiffres sont figés.")
    assert not screen.sees("push button", "Figer…")
    screen.keep("bilan-fige")
    press_button(screen, "Exporter…", key="shift+Tab")
    choose_file(screen, "Exporter le bilan", path)
    screen.told("Exporté, n°")
    screen.keep("bilan-exporte")


def chart_of(screen: Screen, name: str) -> Node:
    """Return the chart that is shown, by how it is called: what it shows is its description."""
    found: list[Node] = []

    def shown() -> bool:
        for root in screen.tree.applications():
            nodes = root.matches("filler", "showing", "focusable")
            named = zip(nodes, screen.tree.names(nodes), strict=True)
            found[:] = [node for node, said in named if said.startswith(name) and "Flèches" in node.description]
        return bool(found)

    screen.waits_for(shown)
    return found[0]


def said_of(chart: Node) -> str:
    """Return what a chart says to who does not see it, with ordinary spaces."""
    return plain(chart.description)


def go_to(screen: Screen, page: str) -> None:
    """Go to a page from the palette: where letters are large, the list of pages scrolls."""
    screen.press("ctrl+k")
    screen.find("dialog", "Aller à")
    screen.type(page)
    screen.find("list item", page, under=screen.find("dialog", "Aller à"))
    screen.press("Return")
    screen.waits_until_gone("dialog", "Aller à")
    screen.find("frame", page)


def show_tab(screen: Screen, page: str, tab: str) -> None:
    """Show a tab of a page, or choose it in the list that takes the place of tabs that do not hold."""
    with suppress(LookupError):
        screen.click_on(screen.find("page tab", tab, seconds=1))
        return
    screen.reach("combo box", f"{page} : rubrique", key="shift+Tab")
    screen.type(tab[:4])
    screen.find("combo box", tab)


def cut(screen: Screen) -> list[str]:
    """Return what goes out of the window on a side."""
    frame = screen.find("frame")
    left, _top, wide, _high = frame.extents()
    out = []
    for role in CUT:
        for node in frame.matches(role, "showing"):
            x, _y, width, _height = node.extents()
            if width > 0 and not left <= x <= x + width <= left + wide:
                out.append(f"{role} « {node.name} » {x, width}")
    return out


def _cells(screen: Screen, name: str, under: Node | None = None, awaited: str = "") -> list[str]:
    """Return what a table says, once it says something."""
    held: list[str] = []

    def filled() -> bool:
        table = screen.find("table", name, under=under)
        held[:] = screen.tree.names(table.matches("cell", "showing"))
        return any(awaited in said for said in held)

    screen.waits_for(filled)
    return held


def _choose(screen: Screen, name: str, typed: str, label: str) -> None:
    """Choose a code by its first letters."""
    screen.reach("combo box", name)
    for _ in range(3):
        screen.type(typed)
        with suppress(LookupError):
            screen.find("combo box", label, seconds=3)
            return
    screen.find("combo box", label)


def _date(screen: Screen, typed: str) -> None:
    """Type the day of a signature in place of what is there, and go on."""
    screen.reach("text", "Signée le", key="shift+Tab")
    screen.press("ctrl+a")
    screen.type(typed)
    screen.press("Return")


def _three_years_later(day: date) -> date:
    return day.replace(year=day.year + 3, day=min(day.day, 28) if day.month == 2 else day.day)


def _day(after: timedelta = timedelta()) -> str:
    return f"{local_now().date() + after:%d/%m/%Y}"


def _iso() -> str:
    return local_now().date().isoformat()


def _save(desk: Desk, kind: str, champs: Mapping[str, object]) -> str:
    typed = desk.begin(kind)
    return desk.save(replace(typed, champs={**typed.champs, **champs}))
