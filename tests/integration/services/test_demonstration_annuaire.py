"""The demonstration tells whom to call about its own signalements: its annuaire knows where they happen."""

from mvl_desktop.cli.demo_annuaire import DELEGATION, ORGANISMES
from mvl_desktop.cli.demo_data import signalements
from mvl_desktop.services.annuaire import competent_for
from mvl_desktop.services.records import add_record
from tests.fakes.offices import Office


def test_the_fictional_annuaire_has_numbers_for_the_fictional_signalements(office: Office) -> None:
    for organisme in (DELEGATION, *ORGANISMES):
        add_record(office.ports, "organisme", organisme)
    told = list(signalements(60))
    assert all(office.nomenclatures.knows("communes", str(each["commune"])) for each in told)

    def numbers(place: str, destinataire: str) -> list[str]:
        found = competent_for(office.ports, office.nomenclatures, place, destinataire=destinataire)
        return [each.telephone for each in found if each.portee == "departement" and each.telephone]

    places = [str(each["departement"]) for each in told]
    assert all(numbers(place, "association") for place in places)
    reached = [place for place in places if numbers(place, "procureur") and numbers(place, "crip")]
    assert len(reached) > len(places) // 2, "most are in the département of the demonstration"
