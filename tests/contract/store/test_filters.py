"""What the filters of a list mean: alternatives, bounds, what is not filled, where a record stands."""

import pytest

from mvl_desktop.ports.store import Espace, Query, StoreError
from tests.contract.store.conftest import Bench
from tests.contract.store.test_lists import fill, listed
from tests.contract.store.test_log import write
from tests.fakes.authors import ESPACE, Told, revision

OTHER = b"O" * 16


def shown(bench: Bench, *filters: tuple[str, str], only: frozenset[bytes] | None = None) -> str:
    """Return the first letters of what a list shows, oldest change first."""
    return "".join(str(found) for found in listed(bench, Query("signalement", filters, order="modifie", only=only)))


@pytest.fixture
def recs(bench: Bench) -> list[bytes]:
    return fill(
        bench,
        {"objet": "A", "niveau": "a_risque", "recu_le": "2026-01-15", "natures/psy": True, "mineur_concerne": True},
        {"objet": "B", "niveau": "derive", "recu_le": "2026-02-01", "natures/psy": True, "natures/or": True},
        {"objet": "C", "niveau": "information", "recu_le": "2026-02-28", "mineur_concerne": False},
        {"objet": "D", "natures/eau": True, "mis_en_cause/00000000000000aa/type_mis_en_cause": "groupe"},
    )


@pytest.mark.usefixtures("recs")
def test_values_of_one_field_are_alternatives_and_fields_all_hold(bench: Bench) -> None:
    assert shown(bench, ("niveau", "a_risque"), ("niveau", "derive")) == "AB"
    assert shown(bench, ("natures", "or"), ("natures", "eau")) == "BD"
    assert shown(bench, ("niveau", "a_risque"), ("natures", "psy"), ("niveau", "derive")) == "AB"
    assert shown(bench, ("niveau", "a_risque"), ("natures", "or")) == ""
    assert shown(bench, ("mineur_concerne", "oui")) == "A"
    assert shown(bench, ("mineur_concerne", "non")) == "C"
    assert shown(bench, ("mineur_concerne", "oui"), ("mineur_concerne", "non")) == "AC"


@pytest.mark.usefixtures("recs")
def test_dates_are_bounded_both_ends_included(bench: Bench) -> None:
    assert shown(bench, ("recu_le>=", "2026-02-01")) == "BC"
    assert shown(bench, ("recu_le<=", "2026-02-01")) == "AB"
    assert shown(bench, ("recu_le>=", "2026-01-16"), ("recu_le<=", "2026-02-27")) == "B"
    assert shown(bench, ("recu_le>=", "2026-03-01")) == ""
    assert shown(bench, ("recu_le", "2026-02-28")) == "C"


def test_numbers_are_bounded_as_numbers(bench: Bench) -> None:
    with bench.store.work() as uow:
        for i, number in enumerate((9, 10, 2)):
            told: dict[str, Told] = {"titre": f"n° {number}", "version": number}
            uow.log.add_local(ESPACE, bytes([i]) * 16, revision(uow.log.next_n(ESPACE), told, kind="fiche-conduite"))
        uow.commit()
    with bench.store.read() as uow:
        assert len(uow.records.ids(Query("fiche-conduite", (("version>=", "9"),)))) == 2
        assert len(uow.records.ids(Query("fiche-conduite", (("version<=", "9"),)))) == 2
        assert len(uow.records.ids(Query("fiche-conduite", (("version", "10"), ("version", "neuf"))))) == 1


@pytest.mark.usefixtures("recs")
def test_an_empty_value_means_not_filled(bench: Bench) -> None:
    assert shown(bench, ("recu_le", "")) == "D"
    assert shown(bench, ("natures", "")) == "C"
    assert shown(bench, ("niveau", ""), ("niveau", "derive")) == "BD"
    assert shown(bench, ("mineur_concerne", "")) == "BD"
    assert shown(bench, ("mineur_concerne", ""), ("mineur_concerne", "non")) == "BCD"


@pytest.mark.usefixtures("recs")
def test_fields_of_elements_filter_their_records(bench: Bench) -> None:
    assert shown(bench, ("mis_en_cause/type_mis_en_cause", "groupe")) == "D"
    assert shown(bench, ("mis_en_cause/type_mis_en_cause", "")) == "ABC"


def test_where_a_record_stands_filters_it(bench: Bench, recs: list[bytes]) -> None:
    write(bench, recs[1], {"objet": "E"})
    with bench.store.work() as uow:
        uow.espaces.add(Espace(OTHER, "Autre délégation fictive", b"F" * 32))
        uow.log.add_local(OTHER, OTHER, revision(1, {"objet": "Z"}, ms=1_795_000_000_009))
        uow.commit()
    assert shown(bench, ("conflits", "non")) == "ACDZ"
    assert len(shown(bench, ("conflits", "oui"))) == 1
    assert len(shown(bench, ("conflits", "oui"), ("conflits", "non"))) == 5
    assert shown(bench, ("espace", OTHER.hex())) == "Z"
    assert len(shown(bench, ("espace", OTHER.hex()), ("espace", ESPACE.hex()))) == 5
    assert shown(bench, ("espace", "00" * 16)) == ""
    assert len(shown(bench, ("etat_envoi", "atteste"), ("etat_envoi", "a_envoyer"))) == 5
    assert shown(bench, ("etat_envoi", "brouillon")) == shown(bench, ("etat_envoi", "?")) == ""


def test_a_list_of_records_already_known_shows_no_other(bench: Bench, recs: list[bytes]) -> None:
    assert shown(bench, only=frozenset({recs[0], recs[3], b"?" * 16})) == "AD"
    assert shown(bench, ("niveau", ""), only=frozenset({recs[0], recs[3]})) == "D"
    assert shown(bench, only=frozenset()) == ""
    many = frozenset(number.to_bytes(16, "big") for number in range(2_000)) | {recs[2]}
    assert shown(bench, only=many) == "C"


@pytest.mark.parametrize(
    "pair",
    [
        ("inconnu", "x"),
        ("inconnu>=", "1"),
        ("resume", "x"),
        ("mis_en_cause", "x"),
        ("mis_en_cause/nom", "x"),
        ("recu_le>=", ""),
        ("recu_le>=", "hier"),
        ("recu_le<=", "2026-02-30"),
        ("recu_le<=", "20260201"),
        ("objet>=", "a"),
        ("natures<=", "psy"),
        ("recu_le>", "2026-02-01"),
        ("conflits", "peut-être"),
        ("conflits", ""),
        ("espace", "x"),
        ("espace>=", "00" * 16),
        ("etat_envoi>=", "atteste"),
        (">=", "1"),
    ],
)
def test_what_makes_no_sense_is_refused(bench: Bench, pair: tuple[str, str]) -> None:
    with bench.store.read() as uow:
        for ask in (uow.records.ids, uow.records.count):
            with pytest.raises(StoreError) as refused:
                ask(Query("signalement", (pair,)))
            assert refused.value.code == "filtre_impossible"


def test_an_order_that_makes_no_sense_is_refused(bench: Bench) -> None:
    with bench.store.read() as uow:
        for order in ("inconnu", "-resume", "recu_le>=", "conflits", "espace"):
            with pytest.raises(StoreError):
                uow.records.ids(Query("signalement", order=order))
