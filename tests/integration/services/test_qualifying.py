"""Whatever the way in, a qualification stays readable with the day and the person, and costs no conflict."""

from mvl_desktop.services import drafts
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.offices import Office


def history(office: Office, rec: str) -> list[tuple[object, object, object]]:
    held = show_record(office.ports, rec).champs.get("qualifications", [])
    assert isinstance(held, list)
    return [(one.get("niveau"), one.get("qualifie_par"), one.get("motif")) for one in held]


def test_a_script_qualifies_then_qualifies_again(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "niveau": "a_risque"})
    modify_record(office.ports, rec, {"niveau": "sans_element", "motif_qualification": "Rien de plus."})
    modify_record(office.ports, rec, {"objet": "Autre objet"})
    assert history(office, rec) == [("a_risque", "Alix", None), ("sans_element", "Alix", "Rien de plus.")]
    assert show_record(office.ports, rec).champs["niveau"] == "sans_element"


def test_a_form_qualifies_and_cannot_rewrite_what_was_said_before(office: Office) -> None:
    opened = drafts.begin(office.ports, "signalement")
    rec = drafts.register(office.ports, opened, {"objet": "Fictif", "niveau": "a_risque", "qualifications": []})
    form = drafts.edit(office.ports, rec)
    drafts.register(office.ports, form, {**form.champs, "niveau": "infractionnelle", "qualifications": []})
    assert [niveau for niveau, _par, _motif in history(office, rec)] == ["a_risque", "infractionnelle"]


def test_a_record_that_nobody_qualified_has_no_history(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "canal": "courrier"})
    assert history(office, rec) == []
