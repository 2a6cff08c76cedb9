"""The end of conservation: proposals, two people, what stays for statistics, the bordereau and the procès-verbal."""

import json
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.documents.pdf import as_data
from mvl_desktop.services.conservation import list_due, load_rules
from mvl_desktop.services.conservation_orders import list_orders, sign_order
from mvl_desktop.services.conservation_papers import certificate_sheet, slip_sheet, write_certificate, write_slip
from mvl_desktop.services.conservation_proofs import list_proofs, proof_of
from mvl_desktop.services.history import history_of
from mvl_desktop.services.holds import hold_record
from mvl_desktop.services.members import list_members, revoke_post
from mvl_desktop.services.purge import propose_purge
from mvl_desktop.services.records import add_record, modify_record, search_records, show_record
from tests.fakes.offices import SETTINGS, Office, open_office
from tests.integration.services.test_conservation import hand_round, refused

RULES = load_rules(SETTINGS.resources)
CLOSED = {
    "objet": "Demande de Malencontre",
    "resume": "Malencontre demande un avis.",
    "recu_le": "2026-03-14",
    "survenu_le": "2026-02-03",
    "departement": "93",
    "commune": "93066",
    "niveau": "demande_info",
    "natures": ["numerique"],
    "statut": "clos",
    "clos_le": "2026-05-20",
    "titulaire": "Alix",
    "montant": 12345,
    "personnes": [{"nom": "Malencontre", "tranche_age": "25_44", "ne_le": "1980-04-05"}],
    "notes": [{"texte": "Rappeler Malencontre", "notee_le": "2026-03-15"}],
}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Office, Office]:
    """An administrator and an operator."""
    first, second = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    first.found()
    first.admit(second, "Délégation fictive", role="operator")
    return first, second


def test_the_rules_propose_and_do_nothing(office: Office) -> None:
    ports, lists = office.ports, office.nomenclatures
    closed = add_record(ports, "signalement", CLOSED)
    open_ = add_record(ports, "signalement", CLOSED | {"statut": "en_analyse", "clos_le": None})
    held = add_record(ports, "signalement", CLOSED)
    hold_record(ports, held, motif="enquete")
    found = {due.id: due for due in list_due(ports, RULES, lists)}
    assert set(found) == {closed, held}
    assert (found[closed].sort, found[closed].le, found[closed].a_valider) == ("anonymiser", date(2026, 7, 20), True)
    assert found[held].bloque
    assert show_record(ports, closed).champs["objet"] == CLOSED["objet"]
    assert open_ not in found
    refused("conservation_bloquee", lambda: propose_purge(ports, [held], RULES, lists))
    refused("sort_a_decider", lambda: propose_purge(ports, [open_], RULES, lists))


def test_anonymised_by_two_people_names_nobody_anywhere_and_still_counts(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", CLOSED)
    modify_record(first.ports, rec, {"suites": "Malencontre a été orienté."})
    (proposed,) = propose_purge(first.ports, [rec], RULES, first.nomenclatures, second="Camille")
    assert (proposed.nature, proposed.state) == ("anonymisation", "needs_second")
    # Until the second signature nothing has changed.
    assert show_record(first.ports, rec).champs["objet"] == CLOSED["objet"]
    hand_round(first, second)
    sign_order(second.ports, proposed.ordre, second.nomenclatures)
    hand_round(second, first, second, first)
    for post in pair:
        champs = dict(show_record(post.ports, rec).champs)
        assert (champs["recu_le"], champs["survenu_le"]) == ("2026-03-01", "2026-02-01")
        assert (champs["departement"], champs["niveau"], champs["natures"]) == ("93", "demande_info", ["numerique"])
        assert (champs["statut"], champs["montant"]) == ("anonymise", 12000)
        assert [set(each) for each in champs["personnes"]] == [{"id", "tranche_age"}]  # type: ignore[attr-defined]
        for name in ("objet", "resume", "commune", "titulaire", "notes", "suites", "reference"):
            assert not champs.get(name), name
        told = json.dumps(history_of(post.ports, rec), default=str)
        assert "Malencontre" not in told
        assert search_records(post.ports, "Malencontre")[0] == 0
        assert list_due(post.ports, RULES, post.nomenclatures) == []


def test_words_brought_back_by_a_late_post_are_proposed_again(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", CLOSED)
    hand_round(first, second)
    (proposed,) = propose_purge(first.ports, [rec], RULES, first.nomenclatures)
    hand_round(first, second)
    third = open_office(second.folder, "Dominique")
    first.admit(third, "Délégation fictive", role="referent")
    hand_round(first, third, second)
    modify_record(third.ports, rec, {"suites": "Vu Malencontre hier."})
    assert sign_order(second.ports, proposed.ordre, second.nomenclatures).state == "needs_second"
    hand_round(second, first)
    sign_order(first.ports, proposed.ordre, first.nomenclatures)
    hand_round(first, second, third, first)
    (again,) = list_due(first.ports, RULES, first.nomenclatures)
    assert (again.id, again.sort, again.reprise) == (rec, "anonymiser", True)
    propose_purge(first.ports, [rec], RULES, first.nomenclatures)
    hand_round(first, second)
    (order,) = [each for each in list_orders(second.ports) if each.may_sign]
    sign_order(second.ports, order.id, second.nomenclatures)
    hand_round(second, first, third, second, first, third)
    for post in (first, second, third):
        assert "suites" not in show_record(post.ports, rec).champs
        assert "Malencontre" not in json.dumps(history_of(post.ports, rec), default=str)
    third.close()


def test_what_is_written_between_the_signatures_makes_the_order_wait_again(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", CLOSED)
    (proposed,) = propose_purge(first.ports, [rec], RULES, first.nomenclatures)
    hand_round(first, second)
    modify_record(second.ports, rec, {"suites": "Malencontre a rappelé."})
    assert sign_order(second.ports, proposed.ordre, second.nomenclatures).state == "needs_second"
    assert show_record(second.ports, rec).champs["objet"] == CLOSED["objet"]
    hand_round(second, first)
    sign_order(first.ports, proposed.ordre, first.nomenclatures)
    assert "Malencontre" not in json.dumps(history_of(first.ports, rec), default=str)


def test_destroyed_by_two_people_with_a_bordereau_that_names_nobody(
    pair: tuple[Office, Office], tmp_path: Path
) -> None:
    first, second = pair
    recs = [add_record(first.ports, "signalement", CLOSED) for _ in range(2)]
    reference = str(show_record(first.ports, recs[0]).champs["reference"])
    (proposed,) = propose_purge(first.ports, recs, RULES, first.nomenclatures, sort="detruire")
    assert (proposed.nature, proposed.records) == ("elimination", 2)
    hand_round(first, second)
    sign_order(second.ports, proposed.ordre, second.nomenclatures)
    hand_round(second, first, second, first)
    for post in pair:
        for rec in recs:
            refused("fiche_inconnue", lambda post=post, rec=rec: show_record(post.ports, rec))  # type: ignore[misc]
    (order,) = list_orders(second.ports)
    said = as_data(slip_sheet(order, RULES, second.nomenclatures))
    assert reference in said
    assert "03/2026" in said
    assert "Alix" in said
    assert "Camille" in said
    assert "Malencontre" not in said
    for name in ("bordereau.pdf", "bordereau.odt"):
        target = tmp_path / name
        assert write_slip(second.ports, second.printer, order.id, target, RULES, second.nomenclatures) > 1000
        assert target.exists()


def test_e06_the_certificate_names_who_has_not_answered(pair: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = pair
    third = open_office(tmp_path, "Dominique")
    first.admit(third, "Délégation fictive", role="referent")
    rec = add_record(first.ports, "signalement", CLOSED)
    hand_round(first, second, first, third, first)
    (proposed,) = propose_purge(first.ports, [rec], RULES, first.nomenclatures, sort="detruire")
    hand_round(first, second)
    sign_order(second.ports, proposed.ordre, second.nomenclatures)
    hand_round(second, first, second, first)
    proof = proof_of(first.ports, rec, RULES)
    assert proof.ordre == proposed.ordre
    assert sorted(proof.signataires) == ["Alix", "Camille"]
    assert {answer.nom: answer.state for answer in proof.answers} == {
        "Alix": "execute",
        "Camille": "execute",
        "Dominique": "attendu",
    }
    assert not proof.is_complete
    assert proof.renewed_at is not None
    assert proof.backups_until > proof.ordered_at.date()
    said = as_data(certificate_sheet(proof, first.clock.now()))
    assert "Dominique n’a pas confirmé" in said
    assert "Malencontre" not in said
    assert write_certificate(first.ports, first.printer, proposed.ordre, tmp_path / "pv.pdf", RULES) > 1000
    # The late post hears of it: the record is gone there too, and it answers; then the former keys go.
    hand_round(first, third, first)
    refused("fiche_inconnue", lambda: show_record(third.ports, rec))
    hand_round(second, first, third, second, first, third, second, first)
    proof = proof_of(first.ports, rec, RULES)
    assert proof.missing == ()
    assert proof.is_complete, [(answer.nom, answer.destroyed_at) for answer in proof.answers]
    third.close()


def test_e06_a_post_that_never_comes_back_is_revoked_and_stays_in_the_certificate(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", CLOSED)
    hand_round(first, second, first)
    propose_purge(first.ports, [rec], RULES, first.nomenclatures, sort="detruire")
    hand_round(first, second)
    device = next(each.device for each in list_members(first.ports) if each.name == "Camille")
    revoke_post(first.ports, device, motif="perte")
    # Alone again, one signature is enough: the order is drawn up anew.
    (order,) = [each for each in list_orders(first.ports) if each.nature == "elimination"]
    assert (order.state, order.may_sign) == ("a_resigner", True)
    assert sign_order(first.ports, order.id, first.nomenclatures).state == "in_force"
    (proof,) = list_proofs(first.ports, RULES)
    assert {answer.nom: answer.state for answer in proof.answers} == {"Alix": "execute"}


def test_more_than_one_order_is_refused_at_once_when_too_long(office: Office) -> None:
    refused("purge_trop_longue", lambda: propose_purge(office.ports, ["00"] * 101, RULES, office.nomenclatures))
    rec = add_record(office.ports, "signalement", CLOSED)
    refused("sort_inconnu", lambda: propose_purge(office.ports, [rec], RULES, office.nomenclatures, sort="jeter"))
