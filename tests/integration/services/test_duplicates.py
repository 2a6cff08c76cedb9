"""Which records probably tell the same situation: among those held, and those that come."""

from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.values import Value
from mvl_desktop.services.asides import reference_of
from mvl_desktop.services.duplicates import Incoming, Twin, prepare, probable
from mvl_desktop.services.records import add_record, modify_record
from tests.fakes.offices import Office

TOLD: dict[str, object] = {
    "objet": "Jeûnes prolongés conseillés lors de séances de magnétisme",
    "departement": "93",
    "commune": "93066",
    "survenu_le": "2026-03-14",
    "recu_le": "2026-03-20",
    "resume": "Une patiente aurait interrompu sa chimiothérapie sur les conseils d’un praticien de bien-être.",
    "mis_en_cause": [{"nom": "M. Étienne de la Fontaine-Morel", "telephone": "06 39 98 12 34"}],
    "personnes": [{"nom": "Mme Solène Vautrin"}],
}
AGAIN: dict[str, object] = {
    "objet": "Une malade du cancer arrête sa chimiothérapie",
    "departement": "93",
    "commune": "93066",
    "survenu_le": "2026-03-15",
    "recu_le": "2026-03-24",
    "mis_en_cause": [{"nom": "FONTAINE MOREL Etienne", "coordonnees": "+33 (0)6.39.98.12.34"}],
    "personnes": [{"nom": "Solene Vautrain"}],
}
ELSEWHERE: dict[str, object] = {
    "objet": "Stage de silence payé d’avance",
    "departement": "29",
    "commune": "29019",
    "survenu_le": "2026-03-14",
    "mis_en_cause": [{"nom": "Association Les Sources Claires"}],
}


def flat(champs: dict[str, object]) -> dict[str, Value]:
    ids = iter(range(100))
    return flatten("signalement", champs, {}, lambda: f"{next(ids):016x}")


def twins(office: Office, *champs: dict[str, object], threshold: float = 0.85) -> list[tuple[Twin, ...]]:
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        coming = [Incoming(espace, flat(each)) for each in champs]
        return list(probable(uow, coming, threshold))


def test_the_same_situation_told_again_is_found_with_its_reasons(office: Office) -> None:
    held = add_record(office.ports, "signalement", TOLD)
    add_record(office.ports, "signalement", ELSEWHERE)
    prepare(office.ports)

    found, nothing = twins(office, AGAIN, {"objet": "Sans rapport", "departement": "29"})

    assert [twin.id for twin in found] == [held]
    assert {"telephone", "mis_en_cause", "personnes", "commune", "survenu_le"} <= {
        raison.code for raison in found[0].raisons
    }
    telephone = next(raison for raison in found[0].raisons if raison.code == "telephone")
    assert telephone.autre == "+33639981234"
    assert nothing == ()


def test_records_that_nobody_compared_yet_are_found_all_the_same(office: Office) -> None:
    held = add_record(office.ports, "signalement", TOLD)

    (found,) = twins(office, AGAIN)

    assert [twin.id for twin in found] == [held]


def test_two_that_come_together_are_found_in_each_other(office: Office) -> None:
    one, other, apart = twins(office, TOLD, AGAIN, ELSEWHERE)

    assert [(twin.id, twin.rang) for twin in one] == [("", 1)]
    assert [(twin.id, twin.rang) for twin in other] == [("", 0)]
    assert apart == ()


def test_a_record_is_no_twin_of_itself_nor_of_what_it_is_tied_to(office: Office) -> None:
    held = add_record(office.ports, "signalement", TOLD)
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        assert probable(uow, [Incoming(espace, flat(TOLD), bytes.fromhex(held))]) == ((),)

    lien = {"nature_lien": "rattache_a", "vers": reference_of(office.ports, held)}
    assert twins(office, {**AGAIN, "liens": [lien]}) == [()]


def test_a_record_that_changed_is_compared_as_it_is_now(office: Office) -> None:
    held = add_record(office.ports, "signalement", TOLD)
    prepare(office.ports)
    modify_record(office.ports, held, {**ELSEWHERE, "resume": "", "personnes": [], "recu_le": None})

    assert twins(office, AGAIN) == [()]
