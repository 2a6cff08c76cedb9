"""A transmission from its preparation to what came back: what each state lets through, and the seal of what left."""

import hashlib
from datetime import date

import pytest

from mvl_desktop.domain import transmettre
from mvl_desktop.domain.cloture import pending, proposed_reason, proposed_statut
from mvl_desktop.domain.transmettre import (
    AFTER,
    SEAL,
    Passed,
    TransmissionEnvoyeeError,
    TransmissionEtatError,
    TransmissionIncompleteError,
    changed_after,
    days_late,
    fingerprint,
    is_altered,
    is_sent,
    next_states,
)
from mvl_desktop.domain.transmettre_pieces import PieceTransmise, read_pieces
from mvl_desktop.domain.transmettre_questions import (
    asked_to_decide,
    asked_to_send,
    must_be_told,
    proposed_copies,
    proposed_grounds,
)

DAY = date(2026, 11, 20)
MINOR: Passed = {"mineur_concerne": True}
READY: Passed = {
    "id": "00000000000000a1",
    "etat": "projet",
    "destinataire": "procureur",
    "destinataire_nom": "Parquet fictif",
    "fondements": ["Article 40 du code de procédure pénale"],
    "contenu": "Des faits rapportés.",
    "identite_revelee": False,
}
LEAVING = {"canal_envoi": "courrier_rar", "envoyee_le": "2026-11-20", "reference_envoi": "1A 000"}


def left(**more: object) -> Passed:
    """Return one that left, with its seal."""
    gone = transmettre.sent({**READY, **more}, {}, LEAVING)
    return {**gone, SEAL: fingerprint(gone)}


def missing(**more: object) -> tuple[str, ...]:
    """Return what is asked before it is decided."""
    return asked_to_decide({**READY, **more}, {})


def test_a_recipient_a_basis_and_something_to_say_are_asked_of_every_transmission() -> None:
    assert asked_to_decide({}, {}) == ("destinataire", "destinataire_nom", "fondements", "contenu")
    assert missing() == ()
    assert missing(contenu="", pieces=["x"]) == ()
    assert missing(contenu="", courrier="00000000000000b1") == ()
    assert asked_to_send(READY, {}) == ("canal_envoi", "envoyee_le")


def test_the_crip_is_told_whether_parents_were_told_or_why_not() -> None:
    assert missing(destinataire="crip") == ("personne_informee",)
    assert missing(destinataire="crip", personne_informee=True) == ()
    assert missing(destinataire="crip", personne_informee=False) == ("informee_motif",)
    assert missing(destinataire="crip", personne_informee=False, informee_motif="Intérêt de l’enfant") == ()


@pytest.mark.parametrize("basis", ["Article 226-14, 2° bis, du code pénal", "art. 226-14 2°bis CP"])
def test_an_adult_reported_without_consent_is_told_whatever_the_reason(basis: str) -> None:
    refused = {**READY, "fondements": [basis], "personne_informee": False, "informee_motif": "Absente"}
    assert asked_to_decide(refused, {}) == ("personne_informee",)
    assert asked_to_decide({**refused, "personne_informee": True}, {}) == ()
    assert must_be_told(refused, {})
    assert not must_be_told(refused, MINOR)
    assert asked_to_decide(refused, MINOR) == (), "of a minor, a reason is enough"


def test_another_number_of_the_same_article_asks_nothing() -> None:
    assert missing(fondements=["Article 226-14, 2°, du code pénal"]) == ()


def test_an_identity_is_disclosed_for_a_reason_and_an_association_asked_with_an_agreement() -> None:
    assert missing(identite_revelee=True) == ("identite_motif",)
    assert missing(identite_revelee=True, identite_motif="Réquisition") == ()
    assert missing(destinataire="association", accord_personne=False) == ("accord_personne",)
    assert missing(destinataire="association", accord_personne=True) == ()


def test_a_copy_to_the_departement_is_proposed_when_a_minor_goes_straight_to_the_procureur() -> None:
    assert proposed_copies(READY, MINOR) == ("conseil_departemental",)
    assert proposed_copies(READY, {"personnes": [{"role": "mineur"}]}) == ("conseil_departemental",)
    assert proposed_copies(READY, {}) == ()
    assert proposed_copies({**READY, "destinataire": "crip"}, MINOR) == ()
    assert proposed_copies({**READY, "copie_a": ["conseil_departemental"]}, MINOR) == ()


def test_the_texts_that_usually_found_it_are_those_the_library_holds() -> None:
    assert proposed_grounds("procureur", ["cp-434-3", "autre", "cpp-40"]) == ("cpp-40", "cp-434-3")
    assert proposed_grounds("mairie", ["cpp-40"]) == ()


def test_a_transmission_goes_from_preparation_to_its_outcome() -> None:
    ready = transmettre.decided(READY, {}, DAY, "Alix Exemple")
    assert (ready["etat"], ready["decidee_par"]) == ("decidee", "Alix Exemple")
    gone = transmettre.sent(ready, {}, LEAVING)
    back = transmettre.returned(gone, {"retour_recu_le": "2027-01-10", "issue": "enquete"})
    assert (back["etat"], transmettre.closed(back)["etat"]) == ("retour_recu", "close")
    assert transmettre.reopened(transmettre.closed(back))["etat"] == "retour_recu"
    assert transmettre.closed(gone, "sans_retour")["issue"] == "sans_retour"
    with pytest.raises(TransmissionIncompleteError):
        transmettre.closed(gone)


def test_one_sent_at_once_was_decided_the_same_day() -> None:
    assert transmettre.sent(READY, {}, LEAVING)["decidee_le"] == "2026-11-20"


def test_what_is_incomplete_neither_is_decided_nor_leaves_and_the_fields_are_named() -> None:
    with pytest.raises(TransmissionIncompleteError) as refused:
        transmettre.sent({**READY, "fondements": []}, {}, {"envoyee_le": "2026-11-20"})
    assert refused.value.champs == ("fondements", "canal_envoi")
    assert refused.value.champ == "transmissions/fondements"


def test_one_that_left_is_not_abandoned_nor_sent_twice() -> None:
    with pytest.raises(TransmissionEnvoyeeError):
        transmettre.abandoned(left(), "Erreur")
    with pytest.raises(TransmissionEtatError):
        transmettre.sent(left(), {}, LEAVING)
    with pytest.raises(TransmissionIncompleteError):
        transmettre.abandoned(READY, " ")
    given_up = transmettre.abandoned(READY, "Déjà faite par la délégation voisine")
    assert next_states(given_up) == ("projet",)
    assert transmettre.reopened(given_up)["motif_abandon"] is None


def test_a_return_carries_nothing_into_what_was_sent() -> None:
    back = transmettre.returned(left(), {"retour_recu_le": "2027-01-10", "contenu": "Autre chose", SEAL: "0" * 64})
    assert not changed_after(left(), back)
    assert not is_altered(back, {})


def test_the_seal_covers_every_field_but_what_comes_after() -> None:
    gone = left()
    for name in AFTER - {"etat"}:
        assert fingerprint({**gone, name: "2027-01-10"}) == gone[SEAL]
    for name in ("contenu", "fondements", "pieces", "courrier", "envoyee_le", "un_champ_plus_recent"):
        assert is_altered({**gone, name: "autre"}, {})
    assert is_altered({**gone, "etat": "abandonnee"}, {}), "somebody gave it up without seeing it leave"
    assert is_sent({**gone, "etat": "abandonnee"}), "it left all the same"


def test_a_copy_without_identities_does_not_claim_to_be_what_was_sent() -> None:
    masked = {**left(), "contenu": ""}
    assert is_altered(masked, {"provenances": [{"masque": False}]})
    assert not is_altered(masked, {"provenances": [{"masque": True}]})


def test_the_fingerprint_is_the_one_written_down() -> None:
    said = {"etat": "envoyee", "id": "00000000000000a1", "destinataire": "crip", "fondements": ["é"], "contenu": ""}
    text = 'mvl transmission 1\n{"destinataire":"crip","fondements":["é"]}'
    assert fingerprint(said) == hashlib.sha256(text.encode()).hexdigest()
    assert fingerprint({**said, "fondements": ("é",)}) == fingerprint(said)


def test_a_return_is_overdue_from_the_day_after() -> None:
    gone = left(retour_attendu_le="2026-11-20")
    assert [days_late(gone, date(2026, 11, day)) for day in (19, 20, 21, 30)] == [0, 0, 1, 10]
    assert not days_late({**gone, "retour_recu_le": "2026-11-25"}, date(2026, 12, 1))
    assert not days_late(left(retour_attendu_le="bientôt"), date(2026, 12, 1))


def test_a_pinned_piece_is_read_back_and_anything_else_keeps_its_words() -> None:
    pinned = PieceTransmise("00000000000000c1", "ab" * 32, "Capture du site.png")
    assert read_pieces([pinned.line, "une vieille ligne"]) == (pinned, PieceTransmise("", "", "une vieille ligne"))


def test_what_is_pending_is_counted_and_the_reason_follows_what_came_back() -> None:
    step = {"etat": "a_faire"}
    champs: Passed = {"transmissions": [READY, left()], "etapes_appliquees": [step], "echeances": [{"etat": "a_tenir"}]}
    found = pending(champs)
    assert (found.a_envoyer, found.sans_retour, found.etapes, found.echeances) == (1, 1, 1, 1)
    assert pending(champs, echeances=4).echeances == 4
    assert not pending({"transmissions": [transmettre.closed(left(), "sans_retour")]})
    assert proposed_reason({"transmissions": [left()]}) == "transmis_sans_retour"
    assert proposed_reason({"transmissions": [left(issue="enquete")]}) == "transmis_suites_connues"
    assert proposed_reason({"niveau": "hors_champ"}) == "reoriente"
    assert proposed_reason({"liens": [{"nature_lien": "doublon_de"}]}) == "doublon"
    assert proposed_reason({}) == ""


def test_the_statut_follows_what_was_sent_and_never_goes_back() -> None:
    awaited = left(retour_attendu_le="2027-02-20")
    assert proposed_statut({"statut": "qualifie", "transmissions": [left()]}) == "oriente"
    assert proposed_statut({"statut": "qualifie", "transmissions": [awaited]}) == "suites_attendues"
    assert proposed_statut({"statut": "suites_attendues", "transmissions": [left()]}) == ""
    assert proposed_statut({"statut": "clos", "transmissions": [awaited]}) == ""
    assert proposed_statut({"statut": "qualifie", "transmissions": [READY]}) == ""
