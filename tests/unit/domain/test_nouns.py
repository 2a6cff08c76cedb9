"""Every field that a noun declares can be kept, given back, and asked for by a form that a novice can read."""

import pytest

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.payload import flatten, nest
from tests.unit.domain.trial import applied, ids

REF = f"ref:{'ab' * 16}:{'cd' * 16}"
SAMPLES: dict[str, object] = {
    "texte_court": "Une ligne",
    "texte": "Un récit.\nSur deux lignes.",
    "date": "2026-11-22",
    "oui_non": False,
    "entier": 3,
    "code": "un_code",
    "codes": ["autre_code", "un_code"],
    "liste": ["un", "deux"],
    "reference": REF,
}
PHONE_CALL = (
    "Réception",
    "Lieu",
    "Faits",
    "Pratiques et argent",
    "Personnes",
    "Mis en cause",
    "Mineur",
    "Santé",
    "Démarches déjà faites",
    "Repérage",
    "Qualification",
    "Suivi",
    "Transmissions",
    "Liens",
    "Pièces",
    "Origine",
    "Décisions",
)
FOR_SCRIPTS = ("objet", "recu_le", "canal", "departement", "commune", "niveau", "natures", "urgence", "resume")


def sample(field: DeclaredField) -> object:
    if field.sort != "elements":
        return SAMPLES[field.sort]
    return [{"id": f"{1:016x}"} | {member.name: SAMPLES[member.sort] for member in field.champs}]


@pytest.mark.parametrize("kind", kinds())
def test_every_declared_field_is_kept_and_given_back(kind: str) -> None:
    declared = required(kind)
    champs = {field.name: sample(field) for field in declared.champs if field not in declared.calcules}
    flat = applied({}, flatten(kind, champs, {}, ids()))
    assert nest(kind, flat) == champs
    assert flatten(kind, champs, flat, ids(100)) == {}


def test_a_signalement_unfolds_as_a_phone_call() -> None:
    assert required("signalement").groupes == PHONE_CALL


def test_what_scripts_rely_on_keeps_its_name_and_sort() -> None:
    declared = required("signalement")
    sorts = {name: field.sort for name in FOR_SCRIPTS if (field := declared.champ(name))}
    assert sorts == {
        "objet": "texte_court",
        "recu_le": "date",
        "canal": "code",
        "departement": "code",
        "commune": "code",
        "niveau": "code",
        "natures": "codes",
        "urgence": "code",
        "resume": "texte",
    }
    assert required("fiche-conduite").champ("etapes") is not None


@pytest.mark.parametrize("kind", kinds())
def test_labels_are_short_and_help_is_a_sentence(kind: str) -> None:
    for field in required(kind).champs:
        for one in (field, *field.champs):
            assert len(one.libelle) <= 42, one.libelle
            assert one.libelle[0].isupper(), one.libelle
            assert not one.champ.aide or one.champ.aide.endswith("."), one.champ.aide
            assert len(one.champ.aide) <= 120, one.champ.aide


def test_two_fields_side_by_side_are_never_called_the_same() -> None:
    for kind in kinds():
        declared = required(kind)
        for groupe in declared.groupes:
            labels = [field.libelle for field in declared.champs if field.champ.groupe == groupe]
            assert len(labels) == len(set(labels)), (kind, groupe)


NAMES_NOBODY = {"reference", "fiche_titre", "libelle", "type_mime", "empreinte", "champ", "conclusion"}
NAMES_NOBODY |= {"acte", "espace", "source"}  # what the application writes of decisions and of copies
NAMES_NOBODY |= {"code", "titre", "relit", "remplie", "critere", "famille", "piece", "version"}  # of an answered grid
NAMES_NOBODY |= {"aide", "fiches"}  # what its author wrote of a criterion
NAMES_NOBODY |= {"courrier", "empreinte_envoi", "modele", "transmission", "regle", "cible"}  # of what it follows


@pytest.mark.parametrize("kind", ["signalement", "signalant", "pieces-medicales", "poste"])
def test_whatever_people_type_freely_is_masked(kind: str) -> None:
    """A masked copy has nothing that may name somebody: only codes, dates, numbers and what the application wrote."""
    for field in required(kind).champs:
        for one in field.champs or (field,):
            free = one.sort in ("texte", "texte_court", "liste") and not one.champ.nomenclature
            if free and one.champ.forme != "heure" and not one.champ.nominatif:
                assert one.name in NAMES_NOBODY | {"delegation", "code_court", "appareil"}, (field.name, one.name)


def test_names_of_people_who_work_here_are_masked_too() -> None:
    for kind in kinds():
        for field in required(kind).champs:
            for one in field.champs or (field,):
                assert one.champ.suggestions != "personnes" or one.champ.nominatif, (kind, one.name)
