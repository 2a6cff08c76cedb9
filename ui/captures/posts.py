"""Fictitious posts made by the real use cases: what the demonstration shows, and what pictures are taken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ui.captures.passed import pass_on
from ui.convention_values import Signing
from ui.echeance_values import DueSaid
from ui.timing import local_now
from ui.values import Wanted

if TYPE_CHECKING:
    from ui.desk import Desk

PHRASE = "cheval agrafe batterie lampe"
_SIGNALEMENTS = 60
_CHILD = "Enfant privé de suivi médical"
_ANSWERS: Mapping[str, Mapping[str, object]] = {
    "MIN-02": {"reponse": "absent"},
    "MIN-03": {"reponse": "inconnu"},
    "MIN-04": {
        "reponse": "documente",
        "source": "Médecin scolaire",
        "commentaire": "Deux rendez-vous manqués depuis septembre.",
    },
    "MIN-05": {"reponse": "rapporte", "source": "Une enseignante", "commentaire": "Absente depuis trois semaines."},
    "MIN-08": {"reponse": "rapporte", "source": "Une enseignante"},
}
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
    _interview(first, recs)
    pass_on(first, recs[-3])
    _promise(first, recs[-4])
    first.attach(recs[-2], _picture(folder))
    first.export_lot(folder / "aller.mvl", None, NoWatch())
    second.merge_lots(second.examine_lots([folder / "aller.mvl"], NoWatch()), (), None, NoWatch())
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
    seen = first.examine_lots([folder / "retour.mvl"], NoWatch())
    first.merge_lots(seen, (), folder / "recepisse.mvl", NoWatch())
    # What is only shown: a lot that is still to be merged.
    _change(second, recs[-1], {"objet": "Stage de jeûne proposé à une patiente suivie pour un cancer"})
    _change(second, recs[-2], {"canal": "courriel"})
    second.save(replace(second.begin("signalement"), champs={"objet": "Séminaire payant affiché en salle d’attente"}))
    second.export_lot(folder / "suite.mvl", None, NoWatch())
    first.keep(replace(first.begin("signalement"), champs={"objet": "Appel d’une mère inquiète"}))
    second.close()
    return first


def directory(desk: "Desk") -> str:
    """Fill the annuaire: what comes with the application, a fictional délégation and its functions. Return its id."""
    from mvl_desktop.cli.demo_annuaire import DELEGATION, EMPLOIS, ORGANISMES

    desk.add_default_directory()
    here = _add(desk, "organisme", DELEGATION)
    for organisme in ORGANISMES:
        _add(desk, "organisme", organisme)
    for emploi in EMPLOIS:
        _add(desk, "emploi", {**emploi, "organisme": desk.reference_of(here)})
    return here


def partnership(desk: "Desk") -> None:
    """Fill what is done with partners: a convention that runs, meetings, a training, what others counted, a bilan."""
    from mvl_desktop.cli import demo_activites as told

    convention = desk.begin_convention()
    for partie in ("ars", "miviludes"):
        desk.sign_convention(convention, Signing(quoi=partie, le=told.SIGNED))
    desk.create_actions(convention)
    first = desk.rows("fiche-action", desk.numbers(Wanted("fiche-action"))[:1])[0]
    if first is not None:
        _change(desk, first.id, {"etapes": list(told.STEPS)})
    reference = desk.reference_of(convention)
    for (kind, day), more in ((told.MEETING, {"departement": "01"}), (told.COPIL, {"convention": reference})):
        begun = {**desk.reunion_begun(kind), **more, "tenue_le": day.isoformat(), "etat": "tenue"}
        _add(desk, "reunion", {**begun, **(told.minutes(begun) if kind == told.MEETING[0] else told.attendance(begun))})
    _add(desk, "formation", {**told.FORMATION, **told.HELD})
    _add(desk, "mise-en-garde", told.WARNING)
    desk.add_default_series()
    desk.prepare_bilan()


def _promise(desk: "Desk", rec: str) -> None:
    """Add what is due today and in some days, beside what is late."""
    today = local_now().date()
    for libelle, days in (("Rappeler la personne", 0), ("Relire le dossier avec le médecin", 6)):
        desk.say_of_due(rec, DueSaid(etat="a_tenir", libelle=libelle, pour_le=today + timedelta(days=days)))


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


def _interview(desk: "Desk", recs: Sequence[str]) -> None:
    """Answer the grid of minors on a signalement that speaks of a child, as during a call."""
    from mvl_desktop.domain.reperage import answers_of, with_answer

    told = (rec for rec in recs if desk.edit(rec).champs.get("objet") == _CHILD)
    rec = next(told, recs[0])
    typed = desk.edit(rec)
    grille = next((each.id for each in desk.grilles(typed) if each.code == "MIN"), None)
    if grille is None:
        return
    opened, remplie = desk.with_grille(typed, grille)
    champs = opened.champs
    for one in answers_of(champs, remplie):
        said = _ANSWERS.get(str(one["critere"]))
        if said:
            champs = with_answer(champs, str(one["id"]), said, date(2026, 11, 20), "Camille Exemple")
    desk.save(replace(opened, champs=champs))


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
    pass_on(desk, rec)
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
