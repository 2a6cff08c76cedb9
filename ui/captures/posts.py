"""Fictitious posts made by the real use cases: what the demonstration shows, and what pictures are taken of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ui.desk import Desk

PHRASE = "cheval agrafe batterie lampe"
_SIGNALEMENTS = 60
_STATES = ("enregistre", "en_analyse", "qualifie", "oriente", "clos")


@dataclass(frozen=True)
class NoWatch:
    """The watch of a long work that nobody looks at."""

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        """Nobody stops it."""
        return False


def demonstration(folder: Path) -> "Desk":
    """Make two posts that work apart and meet by lots; returns the first, opened, with a conflict to decide."""
    first, second = _post(folder / "camille", "Camille Exemple"), _post(folder / "claude", "Claude Essai")
    first.found("Délégation de l’Ain")
    espace = first.espaces()[0].id
    first.invite([espace], "referent", folder / "poste.invitation")
    code = second.request(folder / "poste.invitation", folder / "poste.demande")
    first.accept(folder / "poste.demande", code, folder / "poste.reponse")
    second.join(folder / "poste.reponse")
    recs = _fill(first)
    first.attach(recs[-2], _picture(folder))
    first.export_lot(folder / "aller.mvl", None, NoWatch())
    second.merge_lot(folder / "aller.mvl", None, NoWatch())
    for rec, champs in (
        (recs[-1], {"objet": "Stage de jeûne proposé à une patiente", "niveau": "a_risque"}),
        (recs[-2], {"resume": "La famille rappelle : la personne a repris ses soins, sur l’avis de son médecin."}),
    ):
        _change(second, rec, champs)
    second.export_lot(folder / "retour.mvl", None, NoWatch())
    _change(
        first, recs[-1], {"objet": "Jeûne prolongé conseillé pendant une chimiothérapie", "niveau": "infractionnelle"}
    )
    _change(first, recs[-2], {"resume": "La personne a consulté ; elle souhaite témoigner sans être nommée."})
    first.merge_lot(folder / "retour.mvl", folder / "recepisse.mvl", NoWatch())
    first.keep(replace(first.begin("signalement"), champs={"objet": "Appel d’une mère inquiète"}))
    second.close()
    return first


def _post(folder: Path, name: str) -> "Desk":
    from ui.app import BootstrapPosts

    return cast("Desk", BootstrapPosts(folder).create(name, PHRASE).confirm())


def _fill(desk: "Desk") -> list[str]:
    from mvl_desktop.cli.demo_data import signalements

    names = {"natures": "natures", "urgences": "urgences", "canaux": "canaux", "niveaux": "niveaux"}
    codes = {name: [choice.code for choice in desk.codes(liste)] for name, liste in names.items()}
    return [
        _add(desk, "signalement", {**champs, "statut": _STATES[number % len(_STATES)]})
        for number, champs in enumerate(signalements(_SIGNALEMENTS, codes))
    ]


def _add(desk: "Desk", kind: str, champs: Mapping[str, object]) -> str:
    return desk.save(replace(desk.begin(kind), champs=dict(champs)))


def _change(desk: "Desk", rec: str, champs: Mapping[str, object]) -> None:
    typed = desk.edit(rec)
    desk.save(replace(typed, champs={**typed.champs, **champs}))


def _picture(folder: Path) -> Path:
    path = folder / "prospectus du stage.txt"
    path.write_text("Douze séances payées d’avance. Guérison assurée.\n", encoding="utf-8")
    return path


def rich(desk: "Desk", folder: Path) -> str:
    """Record a signalement where nearly everything is filled, its signalant apart; returns its id."""
    espace = next(each.id for each in desk.espaces() if not each.compartiment)
    desk.found_compartments(espace)
    signalant = _add(desk, "signalant", _signalant(desk))
    champs = _told(desk) | _people(desk) | {"signalant": desk.reference_of(signalant)}
    typed = replace(desk.begin("signalement"), champs=champs)
    fiche = next(iter(desk.fiches(typed)), None)
    rec = desk.save(desk.with_fiche(typed, fiche.id) if fiche else typed)
    desk.follow(rec, followed=True)
    for path in (_photo(folder / "Vitrine du cabinet.png"), _photo(folder / "Tarif affiché.png"), _picture(folder)):
        desk.attach(rec, path)
    return rec


def _code(desk: "Desk", nomenclature: str, place: int = 0) -> str:
    codes = desk.codes(nomenclature)
    return codes[min(place, len(codes) - 1)].code


def _signalant(desk: "Desk") -> dict[str, object]:
    return {
        "anonymat": _code(desk, "anonymats", 1),
        "qualite": _code(desk, "qualites", 1),
        "nom": "Alix Exemple",
        "telephone": "01 99 00 00 00",
        "contact_souhaite": "Le soir après 19 heures, sans laisser de message.",
        "craint_represailles": True,
        "souhaite_retour": True,
    }


def _told(desk: "Desk") -> dict[str, object]:
    return {
        "objet": "Arrêt d’un traitement conseillé pendant un stage de jeûne",
        "type_demande": _code(desk, "types_demande"),
        "recu_le": "2026-11-20",
        "recu_a": "14:03",
        "canal": "telephone",
        "urgence": _code(desk, "urgences", 1),
        "danger_vital": False,
        "attente": "Savoir à qui s’adresser, et si la sœur peut être aidée sans être prévenue.",
        "departement": "01",
        "commune": "01053",
        "cadre": _code(desk, "cadres", 2),
        "adresses_web": ["stage-renouveau.exemple", "renouveau.exemple/temoignages"],
        "resume": (
            "La personne appelle pour sa sœur, suivie pour une maladie chronique. Depuis trois mois, celle-ci suit les "
            "stages d’un «\u00a0accompagnant\u00a0» rencontré dans un salon du bien-être. "
            "Il lui aurait dit que ses médicaments «\u00a0empêchaient le corps de se nettoyer\u00a0».\n\n"
            "Elle a espacé ses rendez-vous, puis les a annulés. La famille n’a plus de nouvelles depuis trois semaines."
        ),
        "survenu_le": "2026-08-12",
        "en_cours": True,
        "faits": [
            {"constat": _code(desk, "constats"), "survenu_le": "2026-08-12", "recit": "Premier stage, payé d’avance."},
            {
                "constat": _code(desk, "constats", 1),
                "source": "Message lu par la sœur",
                "paroles_litterales": "«\u00a0Les médicaments empêchent le corps de se nettoyer.\u00a0»",
            },
        ],
        "effets_craints": "Rechute, perte de poids, rupture avec la famille.",
        "domaines": [_code(desk, "domaines"), _code(desk, "domaines", 2)],
        "pratiques": [_code(desk, "pratiques", place) for place in (1, 4, 9)],
        "montant": 2400,
        "paiement_d_avance": True,
    }


def _people(desk: "Desk") -> dict[str, object]:
    return {
        "personnes": [
            {
                "role": _code(desk, "roles_personne"),
                "nom": "Dominique Modèle",
                "lien": "Sœur de la personne qui appelle",
            },
            {
                "role": _code(desk, "roles_personne", 2),
                "nom": "Sacha Imaginaire",
                "tranche_age": _code(desk, "tranches_age", 1),
            },
        ],
        "nombre_personnes": 2,
        "mineur_concerne": True,
        "mis_en_cause": [
            {
                "type_mis_en_cause": _code(desk, "types_mis_en_cause"),
                "nom": "Claude Inventé",
                "titre_revendique": "Accompagnant en renouveau",
                "sites": ["stage-renouveau.exemple"],
            }
        ],
        "nombre_mineurs": 1,
        "mineur_contexte": _code(desk, "contextes_mineur"),
        "paroles_mineur": "«\u00a0Maman dit que les docteurs mentent.\u00a0»",
        "pathologie": _code(desk, "pathologies", 1),
        "traitement_interrompu": True,
        "traitement_interrompu_le": "2026-10-02",
        "niveau": "a_risque",
        "natures": [_code(desk, "natures"), _code(desk, "natures", 3)],
        "motif_qualification": "Traitement interrompu, isolement, paiement d’avance.",
        "statut": "en_analyse",
        "a_reprendre_le": "2026-11-27",
        "notes": [
            {
                "notee_le": "2026-11-20",
                "notee_a": "16:40",
                "forme": _code(desk, "formes_note"),
                "auteur": "Camille Exemple",
                "texte": "Rappel de la sœur\u00a0: la personne accepte de parler à son médecin.",
            }
        ],
    }


def _photo(path: Path) -> Path:
    """Draw what a photo of somebody's telephone could be."""
    from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

    picture = QImage(1200, 900, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    light = QLinearGradient(0, 0, 0, 900)
    light.setColorAt(0, QColor("#8fa6b2"))
    light.setColorAt(1, QColor("#3f4a44"))
    painter.fillRect(picture.rect(), light)
    painter.fillRect(180, 240, 840, 420, QColor("#f3ead7"))
    font = painter.font()
    font.setPixelSize(96)
    painter.setFont(font)
    painter.drawText(240, 420, "RENOUVEAU")
    font.setPixelSize(56)
    painter.setFont(font)
    painter.drawText(240, 540, "12 séances, 2 400 €")
    painter.end()
    picture.save(str(path))
    return path
