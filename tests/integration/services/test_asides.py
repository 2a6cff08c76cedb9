"""What is kept apart: named to those who may open it, never denied to the others, never lost without a word."""

from pathlib import Path

import pytest

from mvl_desktop.services import drafts, home
from mvl_desktop.services.asides import aside, reference_of
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

APART = "Signalants – Délégation fictive"


def _signalant(office: Office, nom: str = "Dominique Modèle") -> str:
    opened = drafts.begin(office.ports, "signalant")
    return drafts.register(office.ports, opened, {"nom": nom})


def _said(office: Office) -> list[str]:
    return [todo.rec for todo in home.home(office.ports, office.timetable).todo if "cité nulle part" in todo.quoi]


def test_two_posts_one_of_which_is_no_member_of_the_compartment(tmp_path: Path) -> None:
    first, second = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    first.found()
    first.found(APART, compartment_of="Délégation fictive")
    first.admit(second, "Délégation fictive")
    rec = _signalant(first)
    reference = reference_of(first.ports, rec)
    id_ = add_record(first.ports, "signalement", {"objet": "Fictif", "signalant": reference})
    first.give(second)

    assert show_record(second.ports, id_).champs["signalant"] == reference
    seen = aside(second.ports, reference)
    assert (seen.state, seen.id, seen.titre) == ("reserve", "", "")
    assert [code for code, noted in second.journal.lines if noted == bytes.fromhex(rec)] == []
    seen = aside(first.ports, reference)
    assert (seen.state, seen.id, seen.titre) == ("lisible", rec, "Dominique Modèle")
    assert "consultation" in first.journal.of(rec)
    with pytest.raises(RefusError) as refused:
        drafts.begin(second.ports, "signalant")
    assert refused.value.code == "compartiment_requis"


def test_a_reference_that_nobody_can_read_is_reserved_too(office: Office) -> None:
    assert aside(office.ports, "ref:nimporte:quoi").state == "reserve"
    assert aside(office.ports, f"ref:{'0' * 32}:{'1' * 32}").state == "reserve"


def test_a_reference_to_another_espace_than_the_record_s_is_not_followed(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    assert aside(office.ports, f"ref:{'0' * 32}:{rec}").state == "reserve"


def test_a_signalant_recorded_before_its_signalement_is_tied_at_the_first_save(office: Office) -> None:
    office.found(APART, compartment_of="Délégation fictive")
    form = drafts.begin(office.ports, "signalement")
    rec = _signalant(office)
    typed = {**form.champs, "objet": "Fictif", "signalant": reference_of(office.ports, rec)}
    drafts.keep(office.ports, form, typed)
    assert _said(office) == []
    id_ = drafts.register(office.ports, form, typed)
    assert show_record(office.ports, id_).champs["signalant"] == reference_of(office.ports, rec)
    assert _said(office) == []


def test_a_discarded_draft_leaves_no_signalant_unnoticed(office: Office) -> None:
    office.found(APART, compartment_of="Délégation fictive")
    form = drafts.begin(office.ports, "signalement")
    rec = _signalant(office)
    drafts.keep(office.ports, form, {"signalant": reference_of(office.ports, rec)})
    drafts.discard(office.ports, form.id)
    assert _said(office) == [rec]
    add_record(office.ports, "signalement", {"objet": "Un autre", "signalant": reference_of(office.ports, rec)})
    assert _said(office) == []
