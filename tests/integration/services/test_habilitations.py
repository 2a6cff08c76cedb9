"""What somebody does, chosen once, gives what they read in the délégation and in its compartments (K6, S4, S5)."""

from pathlib import Path

import pytest

from mvl_desktop.ports.store import Espace
from mvl_desktop.services import asides, enrolment, espaces, founding, habilitations, members, records
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

DELEGATION = "Délégation fictive"


@pytest.fixture
def chief(tmp_path: Path) -> Office:
    office = open_office(tmp_path, "Alix")
    founding.found_delegation(office.ports, DELEGATION)
    return office


def enter(chief: Office, newcomer: Office, code: str) -> Office:
    """Invite somebody for what they do, by files, and hand them everything."""
    asked = enrolment.request_entry(newcomer.ports, habilitations.invite_as(chief.ports, [], code))
    accepted = enrolment.accept(chief.ports, asked.request, asked.code)
    assert accepted.answer is not None
    enrolment.join(newcomer.ports, accepted.answer)
    chief.clock.at += 1000
    newcomer.give(chief)
    return newcomer


def apart(office: Office, kind: str) -> Espace:
    return next(e for e in espaces.list_espaces(office.ports) if founding.compartment_kind(e) == kind)


def file(chief: Office) -> tuple[str, str, str]:
    """Write a signalement, its signalant and its medical pieces; return the references and the id."""
    told = records.add_record(
        chief.ports, "signalant", {"nom": "Zoé Fictive", "anonymat": "identifie"}, espace=apart(chief, "signalant").name
    )
    medical = records.add_record(
        chief.ports, "pieces-medicales", {"intitule": "Bilan fictif"}, espace=apart(chief, "pieces-medicales").name
    )
    signalant = asides.reference_of(chief.ports, told)
    pieces = asides.reference_of(chief.ports, medical)
    rec = records.add_record(chief.ports, "signalement", {"objet": "Stage fictif", "signalant": signalant})
    return signalant, pieces, rec


def read(office: Office, *references: str) -> list[str]:
    return [asides.aside(office.ports, each).state for each in references]


def code_of(office: Office, name: str) -> str:
    return next(each.device for each in members.list_members(office.ports) if each.name == name)


def test_a_delegation_is_founded_with_its_compartments_in_one_act(chief: Office) -> None:
    made = espaces.list_espaces(chief.ports)
    assert [founding.compartment_kind(each) for each in made] == [None, "pieces-medicales", "signalant"]
    assert {each.compartment_of for each in made[1:]} == {made[0].id}
    with pytest.raises(RefusError) as refused:
        founding.found_delegation(chief.ports, DELEGATION)
    assert refused.value.code == "nom_deja_pris"
    assert len(espaces.list_espaces(chief.ports)) == 3


@pytest.mark.parametrize(
    ("code", "signalement", "signalant", "medical"),
    [
        ("lecteur", True, "reserve", "reserve"),
        ("agent", True, "lisible", "reserve"),
        ("referent", True, "lisible", "reserve"),
        ("medecin_inspecteur", True, "lisible", "lisible"),
        ("operateur", True, "lisible", "lisible"),
        ("administrateur", True, "lisible", "lisible"),
        ("auditeur", False, "reserve", "reserve"),
    ],
)
def test_one_word_gives_what_is_read_everywhere(
    chief: Office, tmp_path: Path, code: str, signalement: bool, signalant: str, medical: str
) -> None:
    told, pieces, _rec = file(chief)
    newcomer = enter(chief, open_office(tmp_path, "Camille"), code)
    chief.give(newcomer)
    assert read(newcomer, told, pieces) == [signalant, medical]
    total, _hits = records.search_records(newcomer.ports, "fictif")
    assert (total > 0) is signalement
    found, _lines = records.search_records(newcomer.ports, "bilan")
    assert bool(found) is (medical == "lisible")
    held = members.list_members(newcomer.ports)
    assert len({each.espace for each in held if each.here}) == 3


def test_a_role_is_changed_and_what_it_no_longer_lets_read_is_gone(chief: Office, tmp_path: Path) -> None:
    told, pieces, _rec = file(chief)
    doctor = enter(chief, open_office(tmp_path, "Camille"), "medecin_inspecteur")
    chief.give(doctor)
    assert read(doctor, told, pieces) == ["lisible", "lisible"]
    chief.clock.at += 1000
    changed = habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "lecteur")
    assert (changed.state, changed.to_invite) == ("in_force", ())
    chief.give(doctor)
    assert read(doctor, told, pieces) == ["reserve", "reserve"]
    assert records.search_records(doctor.ports, "Zoé")[0] == 0
    assert records.search_records(doctor.ports, "stage")[0] == 1
    with pytest.raises(RefusError) as refused:
        records.add_record(doctor.ports, "signalement", {"objet": "Écrit sans droit"}, espace=DELEGATION)
    assert refused.value.code == "lecture_seule"
    # Given again, everything is read again, what was written meanwhile included.
    chief.clock.at += 1000
    habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "medecin_inspecteur")
    chief.give(doctor)
    assert read(doctor, told, pieces) == ["lisible", "lisible"]


def test_what_one_may_not_give_is_said_and_refused(chief: Office, tmp_path: Path) -> None:
    operator = enter(chief, open_office(tmp_path, "Camille"), "operateur")
    agent = enter(chief, open_office(tmp_path, "Dominique"), "agent")
    for office in (operator, agent):
        chief.give(office)
    said = {each.habilitation.code: each.refus for each in habilitations.may_invite(operator.ports, [])}
    assert said["agent"] == said["auditeur"] == ""
    assert said["operateur"] == said["administrateur"] == "role_reserve_administrateur"
    assert {each.refus for each in habilitations.may_invite(agent.ports, [])} == {"role_insuffisant"}
    for office, code in ((operator, "administrateur"), (agent, "lecteur")):
        with pytest.raises(RefusError) as refused:
            habilitations.invite_as(office.ports, [], code)
        assert refused.value.code == "role_insuffisant"
    dominique = code_of(chief, "Dominique")
    with pytest.raises(RefusError) as refused:
        habilitations.change_habilitation(operator.ports, dominique, "lecteur")
    assert refused.value.code == "role_insuffisant"
    changes = {each.habilitation.code: each.refus for each in habilitations.may_change(chief.ports, dominique)}
    assert changes["agent"] == "role_deja_tenu"
    assert changes["lecteur"] == ""


def test_the_last_administrator_does_not_leave_the_role(chief: Office) -> None:
    with pytest.raises(RefusError) as refused:
        habilitations.change_habilitation(chief.ports, code_of(chief, "Alix"), "agent")
    assert refused.value.code == "dernier_administrateur"


def test_a_compartment_founded_later_is_named_where_the_post_must_be_invited(tmp_path: Path) -> None:
    chief, agent = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    chief.found(DELEGATION)
    chief.admit(agent, DELEGATION, role="agent")
    agent.give(chief)
    founding.found_compartments(chief.ports, DELEGATION)
    changed = habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "medecin_inspecteur")
    assert changed.to_invite == (f"Pièces médicales – {DELEGATION}", f"Signalants – {DELEGATION}")
