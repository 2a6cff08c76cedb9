"""Minutes: letters of items, sentences, decisions under their item, and what changed since they were validated."""

import re
from datetime import date

import pytest

from mvl_desktop.domain import compte_rendu as cr

TODAY = date(2026, 11, 22)
CHAMPS: dict[str, object] = {
    "objet": "Réunion fictive",
    "etat": "tenue",
    "points": [{"id": "p1", "intitule": "Premier"}, {"id": "p2", "intitule": "Second", "texte": "Dit."}],
    "interventions": [
        {"point": "p2", "fonction": "Conseiller santé", "verbe": "precise", "texte": "Il faut former."},
        {"point": "gone", "fonction": "Préfet", "texte": "Un mot."},
    ],
    "decisions": [
        {"id": "d1", "point": "p2", "texte": "Former", "pour_le": "2026-11-01", "etat": "a_faire"},
        {"id": "d2", "texte": "Écrire", "etat": "faite"},
    ],
}


def test_letters_go_on_after_z() -> None:
    assert [cr.repere(place) for place in (0, 2, 25, 26, 27, 51, 52)] == ["a", "c", "z", "aa", "ab", "az", "ba"]


def test_what_belongs_to_an_item_that_is_gone_is_kept_at_the_end() -> None:
    first, second, left = cr.points_of(CHAMPS)
    assert (first.repere, first.dits, second.repere) == ("a", (), "b")
    assert [dit.qui for dit in second.dits] == ["Conseiller santé"]
    assert [one.numero for one in second.resolutions] == [1]
    assert (left.repere, left.dits[0].qui, left.resolutions[0].numero) == ("", "Préfet", 2)


@pytest.mark.parametrize(
    ("qui", "verbe", "texte", "said"),
    [
        (
            "Conseiller santé",
            "Précise que",
            "La fiche est prête.",
            "Le conseiller santé précise que la fiche est prête.",
        ),
        ("Conseillère santé", "Indique que", "il faut y revenir", "La conseillère santé indique qu’il faut y revenir."),
        ("ARS", "Souligne que", "Paris suit.", "L’ARS souligne\u00a0: Paris suit."),
        ("MIVILUDES", "Rappelle que", "Les délais courent.", "La MIVILUDES rappelle que les délais courent."),
        ("Président", "Demande", "une date", "Le président demande une date."),
        ("Préfet", "Demande", "Quand ?", "Le préfet demande\u00a0: Quand ?"),
        ("Représentants des ordres", "", "Rien.", "Les représentants des ordres\u00a0: Rien."),
        ("Responsable qualité", "Propose", "d’écrire", "Responsable qualité propose d’écrire."),
        ("Le procureur", "Répond que", "Aucun dossier", "Le procureur répond qu’aucun dossier."),
        ("", "Précise que", "Un mot.", "Un mot."),
        ("Préfet", "Précise que", "Policiers et gendarmes", "Le préfet précise\u00a0: Policiers et gendarmes."),
        ("Préfet", "Précise que", "Onze dossiers", "Le préfet précise que onze dossiers."),
        ("Préfet", "Précise que", "huit dossiers", "Le préfet précise que huit dossiers."),
        ("Préfet", "Précise que", "hier, rien", "Le préfet précise\u00a0: hier, rien."),
        ("Préfet", "Précise que", "12 dossiers", "Le préfet précise que 12 dossiers."),
    ],
)
def test_what_is_said_reads_as_a_sentence(qui: str, verbe: str, texte: str, said: str) -> None:
    assert cr.phrase(qui, verbe, texte) == said


@pytest.mark.parametrize("first", ["Policiers", "ARS", "École", "Éducateurs", "Iris", "Nul", "Camille", "93"])
@pytest.mark.parametrize("verbe", ["Précise que", "Indique que", "Demande", "Propose"])
def test_a_word_that_keeps_its_capital_stands_after_a_colon(verbe: str, first: str) -> None:
    said = cr.phrase("Préfet", verbe, f"{first} suit.")
    before = said.removesuffix(f"{first} suit.")
    assert before.endswith("\u00a0: ") == first[0].isupper()
    assert not re.search(r" (?:que |qu’)[A-ZÉÀ]", said)


def test_validated_minutes_that_say_something_else_are_told_and_validated_again() -> None:
    valid = CHAMPS | cr.moved(CHAMPS, cr.VALIDER, TODAY)
    assert not cr.est_change(valid)
    assert cr.moves(valid) == (cr.DIFFUSER, cr.ROUVRIR)
    points = [{"id": "p1", "intitule": "Autre chose"}, {"id": "p2", "intitule": "Second", "texte": "Dit."}]
    changed = valid | {"points": points}
    assert cr.est_change(changed)
    assert cr.moves(changed) == (cr.VALIDER, cr.ROUVRIR)


def test_what_becomes_of_a_decision_does_not_change_the_minutes() -> None:
    valid = CHAMPS | cr.moved(CHAMPS, cr.VALIDER, TODAY)
    decisions = [
        {**each, "etat": "faite", "suite": "Fait.", "faite_le": "2026-11-20"}
        for each in cr.elements(CHAMPS, "decisions")
    ]
    assert not cr.est_change(valid | {"decisions": decisions, "remarque": "Interne.", "mesures": [{"code": "I1.1"}]})
    moved = [{**each, "texte": "Tout autre chose"} for each in decisions]
    assert cr.est_change(valid | {"decisions": moved})


def test_reopened_minutes_are_a_draft_again() -> None:
    valid = CHAMPS | cr.moved(CHAMPS, cr.VALIDER, TODAY)
    again = valid | cr.moved(valid, cr.ROUVRIR, TODAY)
    assert (again["etat_compte_rendu"], again["valide_le"], cr.est_change(again)) == ("brouillon", None, False)


def test_head_counts_are_of_who_came() -> None:
    presences = [
        {"fonction": "Préfet", "presence": "represente"},
        {"fonction": "Associations", "presence": "present", "nombre": 4},
        {"fonction": "Procureur", "presence": "excuse"},
        {"fonction": "Invité sans réponse"},
    ]
    assert cr.presents({"presences": presences}) == 5


def test_a_decision_is_late_the_day_after() -> None:
    one = {"texte": "Former", "pour_le": "2026-11-22", "etat": "a_faire"}
    assert not cr.en_retard(one, TODAY)
    assert cr.en_retard(one, date(2026, 11, 23))
    assert not cr.en_retard(one | {"etat": "faite"}, date(2026, 12, 1))
    assert [each["id"] for each in cr.decisions_ouvertes(CHAMPS)] == ["d1"]
