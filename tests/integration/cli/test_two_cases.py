"""Two cases from the call to their closing, by command line alone and offline, then seen on a second post."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pypdf import PdfReader

from tests.integration.cli.places import Document, Place, central, enrol

SHIPPED = (("grille", "livrees"), ("fiche-conduite", "par-defaut"), ("texte-juridique", "livres"))
CHILD = {
    "objet": "Enfant retiré de l’école",
    "recu_le": "2026-11-20",
    "canal": "telephone",
    "departement": "93",
    "commune": "93066",
    "urgence": "immediate",
    "natures": ["mineur_en_danger"],
    "mineur_concerne": True,
    "resume": "Une voisine appelle. L’enfant ne va plus à l’école ni chez le médecin.",
}
TO_THE_CRIP = {
    "destinataire": "crip",
    "destinataire_nom": "CRIP fictive",
    "fondements": ["CASF, art. L. 226-2-1"],
    "motif": "Mineur en risque de danger.",
    "contenu": "Faits rapportés par une voisine, non vérifiés.",
}
TO_THE_PROCUREUR = {
    "destinataire": "procureur",
    "destinataire_nom": "Parquet fictif",
    "fondements": ["CPP, art. 40, al. 2"],
    "motif": "Faits susceptibles de constituer un délit.",
    "contenu": "Faits rapportés, transmis sans délai.",
}
SIGN = {
    "objet": "Enseigne portant « centre de santé »",
    "recu_le": "2026-11-20",
    "canal": "courriel",
    "departement": "93",
    "resume": "Une mairie signale une enseigne. Aucun récépissé n’est connu.",
}


def place_with_everything(folder: Path) -> Place:
    """Make a post that has what comes with the application."""
    place = Place(folder).made()
    place("espace", "fonder", "Délégation fictive")
    for words in (*SHIPPED, ("modele-courrier", "livres")):
        place(*words)
    return place


def fiche(place: Place, code: str) -> str:
    """Return the id of a fiche de conduite by its code."""
    found: str = next(each["id"] for each in place("fiche-conduite", "lister")["elements"] if each["code"] == code)
    return found


def passed_on(place: Place, sig: str, said: Mapping[str, object], *sending: str) -> str:
    """Prepare a transmission, and note that it was sent."""
    made: str = place("transmission", "preparer", sig, "--de", "-", given=said)["id"]
    place("transmission", "envoyer", sig, made, *sending)
    return made


def dues(place: Place, sig: str) -> dict[str, Document]:
    """Return the deadlines of a signalement, by the rule that counts them."""
    return {each["regle"]: each for each in place("echeances", "lister", sig)["elements"]}


def states(place: Place, sig: str) -> dict[str, str]:
    """Return where the transmissions of a signalement stand, by recipient."""
    listed = place("transmission", "lister", "--filtre", f"signalement={sig}")["elements"]
    return {each["destinataire"]: each["etat"] for each in listed}


def test_a_child_in_danger_from_the_call_to_the_closing(tmp_path: Path) -> None:
    a = place_with_everything(tmp_path / "alix")
    sig = a("signalement", "ajouter", "--de", "-", given=CHILD)["id"]

    proposed = a("grille", "proposees", sig)["grilles"][0]
    assert proposed["code"] == "MIN"
    assert "mineur" in proposed["raison"].lower()
    a("grille", "ouvrir", "MIN", sig)
    a("grille", "repondre", sig, "MIN-05", "--reponse", "rapporte", "--source", "une voisine")
    a("grille", "repondre", sig, "MIN-02", "--reponse", "absent")
    read = a("grille", "lire", sig)
    assert sum(each["rapporte"] for each in read["grilles"][0]["comptes"]) == 1
    assert "CAT-01" in [each["code"] for each in read["fiches"]]

    a("fiche-conduite", "appliquer", fiche(a, "CAT-01"), sig)
    undone = a.refused(1, "transmission", "envoyer", sig, prepared(a, sig, TO_THE_CRIP), "--canal", "plateforme")
    assert undone["erreur"] == "transmission_incomplete", "the parents are told, or it is said why not"
    told = {"personne_informee": False, "informee_motif": "L’intérêt de l’enfant s’y oppose."}
    [waiting] = a("transmission", "lister")["elements"]
    a("transmission", "modifier", sig, waiting["id"], "--de", "-", given=told)
    crip = ("--canal", "plateforme", "--le", "2026-11-20")
    a("transmission", "envoyer", sig, waiting["id"], *crip)
    procureur = passed_on(a, sig, TO_THE_PROCUREUR, "--canal", "courrier_rar", "--reference", "RAR fictif 1")
    shown = a("transmission", "montrer", sig, procureur)
    assert shown["copie_a"] == ["conseil_departemental"]
    late = a.refused(1, "transmission", "modifier", sig, procureur, "--de", "-", given={"contenu": "Autre chose."})
    assert late["erreur"] == "transmission_envoyee"

    due = dues(a, sig)
    assert due["information_preoccupante"]["etat"] == "tenue"
    assert due["retour_crip"]["le"] == "2027-02-22", "the 20th is a Saturday"
    assert a.refused(1, "signalement", "clore", sig)["erreur"] == "cloture_en_attente"
    a("transmission", "retour", sig, waiting["id"], "--issue", "ip_confirmee", "--precision", "Évaluation engagée.")
    a("transmission", "clore", sig, waiting["id"])
    assert dues(a, sig)["retour_crip"]["etat"] == "tenue"
    a("transmission", "retour", sig, procureur, "--issue", "enquete")
    a("transmission", "clore", sig, procureur)
    a("signalement", "clore", sig, "--malgre", "Les étapes restantes relèvent du conseil départemental.")

    seen_on_a_second_post(a, tmp_path, sig)


def seen_on_a_second_post(a: Place, folder: Path, sig: str) -> None:
    """Exchange for the first time, everything done: the other post shows the whole case, closed."""
    b = Place(folder / "camille").made()
    enrol(a, b, folder)
    with central(folder / "service") as url:
        a("synchroniser", "--central", url)
        b("synchroniser", "--central", url)
    there, here = (place("signalement", "montrer", sig)["champs"] for place in (b, a))
    assert there == here
    assert there["statut"] == "clos"
    assert states(b, sig) == {"crip": "close", "procureur": "close"}
    assert not any(each["modifiee_apres_l_envoi"] for each in b("transmission", "lister")["elements"])


def prepared(place: Place, sig: str, said: Mapping[str, object]) -> str:
    """Prepare a transmission."""
    made: str = place("transmission", "preparer", sig, "--de", "-", given=said)["id"]
    return made


def test_the_name_of_a_health_centre_is_misused(tmp_path: Path) -> None:
    a = place_with_everything(tmp_path / "alix")
    sig = a("signalement", "ajouter", "--de", "-", given=SIGN)["id"]
    a("grille", "ouvrir", "ETA", sig)
    photo = tmp_path / "enseigne.txt"
    photo.write_text("Photographie fictive du 20 novembre 2026.", encoding="utf-8")
    piece = a("piece", "joindre", sig, str(photo))["piece"]
    a("grille", "repondre", sig, "ETA-07", "--reponse", "documente", "--piece", piece)
    assert "CAT-04" in [each["code"] for each in a("grille", "lire", sig)["fiches"]]
    a("fiche-conduite", "appliquer", fiche(a, "CAT-04"), sig)

    letter = a("courrier", "ecrire", sig, "MED-01")
    assert letter["a_completer"]
    assert a.refused(1, "courrier", "relire", sig, letter["id"])["erreur"] == "courrier_a_completer"
    filled(a, sig, letter["id"])
    a("courrier", "relire", sig, letter["id"])
    for suffix in (".pdf", ".odt"):
        a("courrier", "imprimer", sig, letter["id"], "--vers", str(tmp_path / f"demeure{suffix}"))
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "demeure.pdf").pages)
    assert "centre de santé" in text
    a("courrier", "envoyer", sig, letter["id"], "--canal", "courrier_rar", "--reference", "RAR fictif 2")
    changed = a.refused(1, "courrier", "corriger", sig, letter["id"], "--de", "-", given={"texte": "Autre chose."})
    assert changed["erreur"] == "courrier_envoye"

    said = {**TO_THE_PROCUREUR, "destinataire": "ddpp", "destinataire_nom": "DDPP fictive", "pieces": [piece]}
    ddpp = passed_on(a, sig, said, "--canal", "messagerie_securisee")
    [line] = a("transmission", "montrer", sig, ddpp)["pieces"]
    assert line["id"] == piece
    assert line["sha256"] == sha256(photo.read_bytes()).hexdigest()
    a("transmission", "bordereau", sig, ddpp, "--vers", str(tmp_path / "bordereau.pdf"))
    a("transmission", "retour", sig, ddpp, "--issue", "mesure_administrative")
    a("transmission", "clore", sig, ddpp)
    closed = a("signalement", "clore", sig, "--malgre", "Suivi du contrôle par la DDPP.")
    assert closed["id"] == sig
    assert a("signalement", "montrer", sig)["champs"]["statut"] == "clos"


def filled(place: Place, sig: str, letter: str) -> Document:
    """Fill what a letter still asks for, as somebody who reads it again does."""
    [held] = place("courrier", "lister", sig)["elements"]
    text = held["texte"]
    while "[" in text:
        before, _, rest = text.partition("[")
        text = before + "exemple fictif" + rest.partition("]")[2]
    said = {"texte": text, "destinataire_nom": "Établissement fictif", "signataire": "Alix Exemple"}
    return place("courrier", "corriger", sig, letter, "--de", "-", given=said)
