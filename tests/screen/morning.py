"""What waits for an operator one morning: five lots, a spreadsheet, fields to decide; and how each is treated.

Five délégations worked apart, from the same ten signalements. Two of them were told the same situation.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from mvl_desktop.crypto import safety_code
from tests.screen.posts import found_post, made_post, opened
from tests.screen.screen import ALERT, Screen
from tests.screen.steps import choose_all, choose_file, fill
from ui.captures.posts import NoWatch
from ui.desk import Desk
from ui.preferences import HABITS, Habits, habits_document

SENDERS = ("Alix Essai", "Claude Essai", "Dominique Essai", "Noor Essai", "Sacha Essai")
CONFLICTS = 10
TOLD_TWICE = (
    {
        "objet": "Stage de jeûne vendu à une personne malade",
        "recu_le": "2026-11-12",
        "departement": "01",
        "commune": "01053",
        "mis_en_cause": [{"nom": "Claude Inventé", "telephone": "01 99 00 00 01"}],
        "resume": "La voisine raconte un stage de jeûne de trois semaines, payé d’avance, et des soins arrêtés.",
    },
    {
        "objet": "Jeûne de trois semaines, soins arrêtés",
        "recu_le": "2026-11-14",
        "departement": "01",
        "commune": "01053",
        "mis_en_cause": [{"nom": "INVENTE Claude", "telephone": "+33199000001"}],
        "resume": "Un stage de jeûne de trois semaines payé d’avance ; la personne a arrêté ses soins.",
    },
)
_LEFT = {1: "1 champ à décider", 0: "Aucun conflit à décider"}
_TITLES = ("N°", "Reçu le", "Objet", "Département", "Résumé des faits")
_LINES = (
    (
        "A-1",
        "03/11/2026",
        "Formation de soins énergétiques à l’hôpital",
        "01",
        "Un cadre signale une formation payante.",
    ),
    ("A-2", "04/11/2026", "Compléments vendus en maison de retraite", "01", "Vente à des résidents très âgés."),
    ("A-3", "31/02/2026", "Conférence sur la guérison par la pensée", "01", "Une affiche dans une salle municipale."),
    ("A-4", "06/11/2026", "Séances à distance facturées", "01", "Séances en ligne, sans fin prévue."),
)


@dataclass(frozen=True)
class Morning:
    """A post, and the files that came to it."""

    profile: Path
    lots: tuple[Path, ...]
    spreadsheet: Path


def prepare(folder: Path, address: str) -> Morning:
    """Make the operator's post, and five others that send a lot each; a service hosts the espace at the end."""
    profile = found_post(folder / "operateur")
    with opened(profile) as desk, hurried():
        recs = [_save(desk, {"objet": f"Signalement {n}", "resume": f"Premier appel, {n}."}) for n in range(CONFLICTS)]
        senders = [enter_beside(desk, folder, name) for name in SENDERS]
        desk.export_lot(folder / "depart.mvl", None, NoWatch())
        lots = tuple(_work_apart(sender, folder, place, recs) for place, sender in enumerate(senders))
        for place, rec in enumerate(recs):
            _change(desk, rec, {"objet": f"Vu par l’opérateur, {place}"})
        for espace in desk.espaces():
            desk.publish(espace.id, address, None)
        desk.remember(HABITS, habits_document(Habits(echanges=False)))
    spreadsheet = folder / "registre.csv"
    with spreadsheet.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows((_TITLES, *_LINES))
    return Morning(profile, lots, spreadsheet)


def receive_lots(screen: Screen, lots: Sequence[Path], receipts: Path) -> None:
    """Go through five lots together, line by line, open one on both sides, then merge and write the récépissés."""
    screen.click("list item", "Échanges")
    screen.click("push button", "Recevoir un lot")
    choose_all(screen, "Recevoir un lot", lots)
    dialog = screen.find("dialog", "Contenu des lots")
    screen.find("label", f"Voici ce que ces {len(lots)} lots feraient ensemble.")
    screen.keep("examen-de-cinq-lots")
    screen.press("Return")
    screen.find("dialog", "Des deux côtés")
    screen.keep("une-fiche-des-deux-cotes")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Des deux côtés")
    screen.click("push button", "Fusionner", under=dialog)
    choose_file(screen, "Enregistrer le récépissé", receipts)
    screen.told(f"{len(lots)} lots fusionnés ensemble : 7 nouveautés, 11 déjà connues, {CONFLICTS} à décider.")
    screen.keep("lots-fusionnes")


def import_spreadsheet(screen: Screen, path: Path, refused: Path) -> None:
    """Import a registry that a délégation keeps: four steps by Enter, the refused line goes back to its sender."""
    screen.click("list item", "Signalements")
    screen.click("push button", "Importer un tableur")
    dialog = screen.find("dialog", "Importer un tableur")
    screen.click("push button", "Choisir un fichier")
    screen.find("text", "Nom de fichier")
    screen.press("ctrl+a")
    screen.type(str(path))
    screen.press("Return")
    screen.find("label", "« registre.csv » : 4 lignes")
    fill(screen, "Émetteur", "Délégation fictive du Nord")
    for step in (2, 3, 4):
        screen.click("push button", "Suivant")
        screen.find("label", f"Étape {step} sur 4")
        screen.keep(f"import-etape-{step}")
    screen.find("label", "4 lignes lues : 3 fiches à créer")
    screen.click("push button", "Importer", under=dialog)
    screen.find("label", "Import terminé : 3 fiches créées")
    screen.click("push button", "Écrire les lignes refusées")
    choose_file(screen, "Écrire les lignes refusées", refused)
    screen.keep("import-termine")
    screen.click("push button", "Fermer")
    screen.waits_until_gone("dialog", "Importer un tableur")


def arbitrate(screen: Screen, count: int) -> None:
    """Decide every field by the keyboard: choose by its number, say why, decide; the next opens by itself."""
    screen.click("list item", "Conflits")
    screen.find("label", f"{count} champs à décider")
    screen.click("list", "Champs à décider")
    screen.keep("dix-conflits")
    for left in range(count - 1, -1, -1):
        screen.waits_for(lambda: screen.find("radio button", "2. Garder").has("enabled"))
        screen.press("2")
        screen.waits_for(lambda: screen.find("radio button", "2. Garder").has("checked"))
        screen.reach("text", "Motif de la décision")
        screen.type("Confirmé au téléphone")
        screen.press("ctrl+Return")
        screen.find("label", _LEFT.get(left, f"{left} champs à décider"))
    screen.told("Décision enregistrée")
    screen.keep("tout-est-decide")


def treat_duplicates(screen: Screen) -> None:
    """Look for those that tell the same, merge a pair, undo it, and tie the two instead."""
    screen.press("ctrl+k")
    screen.find("dialog", "Aller à")
    screen.type("doublons")
    screen.find("list item", "Doublons")
    screen.press("Return")
    dialog = screen.find("dialog", "Doublons probables")
    screen.find("label", "1 paire de signalements se ressemble")
    screen.keep("doublons-probables")
    screen.click("push button", "Fusionner", under=dialog)
    form = screen.find("dialog", "Fusionner deux signalements")
    screen.waits_for(lambda: screen.find("push button", "Fusionner", under=form).has("enabled"))
    screen.keep("fusionner-deux-signalements")
    screen.click("push button", "Fusionner", under=form)
    screen.told("Les deux signalements n’en font plus qu’un. Vous pouvez annuler cette fusion.")
    screen.click("push button", "Fusions déjà faites", under=dialog)
    merges = screen.find("dialog", "Fusions déjà faites")
    screen.keep("fusions-deja-faites")
    screen.click("push button", "Annuler cette fusion", under=merges)
    screen.find(ALERT, "Annuler cette fusion")
    screen.press("Return")
    screen.find("label", "Aucune fusion en vigueur sur ce poste.")
    screen.press("Escape")
    screen.told("La fusion est annulée : les deux signalements sont comme avant.")
    screen.find("label", "1 paire de signalements se ressemble")
    screen.click("push button", "Rattacher", under=dialog)
    screen.find("dialog", "Rattacher l’un à l’autre")
    screen.press("Return")
    screen.told("Le lien est enregistré")
    screen.keep("doublon-rattache")
    screen.press("Escape")
    screen.waits_until_gone("dialog", "Doublons probables")


def enter_beside(desk: Desk, folder: Path, name: str) -> Desk:
    """Bring a délégation in, by files."""
    asked, place = folder / name, next(each.id for each in desk.espaces() if not each.compartiment)
    other = made_post(asked, name)
    files = [folder / f"{name}.{word}" for word in ("invitation", "demande", "reponse")]
    desk.invite([place], "agent", files[0])
    desk.accept(files[1], other.request(files[0], files[1]), files[2])
    other.join(files[2])
    return other


def _work_apart(sender: Desk, folder: Path, place: int, recs: Sequence[str]) -> Path:
    """Take in what the operator sent, change two signalements, record one or two, and write a lot."""
    sender.merge_lots(sender.examine_lots([folder / "depart.mvl"], NoWatch()), (), None, NoWatch())
    for number in (2 * place, 2 * place + 1):
        _change(sender, recs[number], {"objet": f"Vu par {SENDERS[place]}, {number}"})
    _save(sender, {"objet": f"Nouveau, de {SENDERS[place]}", "resume": f"Appel reçu par la délégation {place}."})
    if place < len(TOLD_TWICE):
        _save(sender, TOLD_TWICE[place])
    lot = folder / "recus" / f"lot-{place + 1}.mvl"
    lot.parent.mkdir(exist_ok=True)
    sender.export_lot(lot, None, NoWatch())
    sender.close()
    return lot


def _save(desk: Desk, champs: Mapping[str, object]) -> str:
    return desk.save(replace(desk.begin("signalement"), champs=dict(champs)))


def _change(desk: Desk, rec: str, champs: Mapping[str, object]) -> None:
    typed = desk.edit(rec)
    desk.save(replace(typed, champs={**typed.champs, **champs}))


@contextmanager
def hurried() -> Iterator[None]:
    """Codes de sûreté are not what is played here: `tests/screen/keys.py` reads one aloud."""
    with patch.multiple(safety_code, M=1 << 10, T=1, P=1):
        yield
