"""Links between signalements are read from both ends, and only by who may read the other."""

from mvl_desktop.services.asides import reference_of
from mvl_desktop.services.links import links_to
from mvl_desktop.services.records import add_record, modify_record
from tests.fakes.offices import Office


def test_a_link_set_on_one_side_is_seen_from_the_other(office: Office) -> None:
    first = add_record(office.ports, "signalement", {"objet": "Premier appel"})
    second = add_record(office.ports, "signalement", {"objet": "Second appel"})
    lien = {"nature_lien": "doublon_de", "vers": reference_of(office.ports, first), "motif": "Même appelante"}
    modify_record(office.ports, second, {"liens": [lien]})
    assert [(each.id, each.nature, each.titre, each.motif) for each in links_to(office.ports, first)] == [
        (second, "doublon_de", "Second appel", "Même appelante")
    ]
    assert links_to(office.ports, second) == []


def test_a_link_taken_out_is_seen_no_more(office: Office) -> None:
    first = add_record(office.ports, "signalement", {"objet": "Premier appel"})
    second = add_record(
        office.ports, "signalement", {"objet": "Second", "liens": [{"vers": reference_of(office.ports, first)}]}
    )
    assert len(links_to(office.ports, first)) == 1
    modify_record(office.ports, second, {"liens": []})
    assert links_to(office.ports, first) == []
