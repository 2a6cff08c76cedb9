"""Cells of a spreadsheet, as fields take them: nothing is guessed, nothing is half read."""

from datetime import date, datetime, time

import pytest

from mvl_desktop.bootstrap import default_settings, load_nomenclatures
from mvl_desktop.domain.cell_codes import CodeReader
from mvl_desktop.domain.cell_values import CellReader, Column, Fault, Raw, RefusedCellError, text_of
from mvl_desktop.domain.kinds import required

LISTS = load_nomenclatures(default_settings())
READER = CellReader(CodeReader(LISTS), date(2026, 11, 22))


def value(name: str, raw: Raw, *, kind: str = "signalement", near: str = "", **column: object) -> object:
    field = required(kind).champ(name)
    assert field is not None
    return READER.value(field, raw, Column(**column), near)  # type: ignore[arg-type]


def refusal(name: str, raw: Raw, **column: object) -> tuple[str, str]:
    with pytest.raises(RefusedCellError) as refused:
        value(name, raw, **column)  # type: ignore[arg-type]
    return refused.value.code, refused.value.said


def test_numbers_have_spaces_commas_and_a_currency() -> None:
    assert value("montant", "1\u202f234,00\u00a0€") == 1234
    assert value("montant", 1234.0) == 1234
    assert value("montant", "12 000") == 12000
    assert refusal("montant", "12,50")[0] == "nombre_entier"
    assert refusal("montant", "1.234")[0] == "nombre_entier"
    for wrong in ("mille", "-3", "1e999", "NaN", "Infinity", True, date(2024, 1, 1)):
        assert refusal("montant", wrong)[0] == "nombre_illisible"


def test_yes_and_no_have_many_spellings() -> None:
    for yes in ("oui", "OUI", "x", "1", 1.0, True, "vrai", "✓"):
        assert value("mineur_concerne", yes) is True
    for no in ("non", "N", "0", 0.0, False, "faux"):
        assert value("mineur_concerne", no) is False
    for unsaid in ("", "  ", "?", "ne sait pas", "NSP", None):
        assert value("mineur_concerne", unsaid) is None
    assert refusal("mineur_concerne", "peut-être")[0] == "oui_non_illisible"


def test_a_departement_keeps_its_zero_and_its_letter() -> None:
    for said in ("01", "1", 1.0, "Ain", "ain", "01 - Ain", "Ain (01)"):
        assert value("departement", said) == "01"
    for said in ("2A", "2a", "Corse-du-Sud", "corse du sud"):
        assert value("departement", said) == "2A"
    assert value("departement", 971.0) == "971"
    assert refusal("departement", "Ruritanie")[0] == "code_inconnu"
    assert refusal("departement", "93200")[0] == "code_inconnu"


def test_a_commune_is_found_by_its_code_or_its_name_and_its_departement() -> None:
    for said in ("93066", "Saint-Denis (93)", "ST DENIS (93)", "Saint-Denis 93200", "93200 Saint-Denis"):
        assert value("commune", said) == "93066"
    assert value("commune", "Saint-Denis", near="93") == "93066"
    assert value("commune", 1053.0) == "01053"
    code, said = refusal("commune", "Saint-Denis")
    assert code == "commune_ambigue"
    assert "Saint-Denis" in said
    assert refusal("commune", "Nulle-Part-sur-Rien")[0] == "commune_inconnue"


def test_a_number_that_is_two_communes_is_refused_unless_its_column_says_which() -> None:
    # 13001 is the INSEE code of Aix-en-Provence and a postal code of Marseille.
    assert refusal("commune", "13001")[0] == "code_postal_ambigu"
    assert value("commune", "13001", header="Code INSEE") == "13001"
    assert value("commune", "13001", header="Code postal") == "13201"


def test_codes_are_found_by_code_or_label_and_a_label_may_hold_what_separates() -> None:
    for said in ("a_risque", "A_RISQUE", "Situation à risque", "situation a risque", "a risque"):
        assert value("niveau", said) == "a_risque"
    labels = [LISTS.libelle("natures", code) for code in LISTS.codes("natures")[:3]]
    codes = sorted(LISTS.codes("natures")[:3])
    for sign in (", ", ";", " / ", "\n", "|"):
        assert value("natures", sign.join(labels)) == codes
    assert value("niveau", "Hors champ, réorienté") == "hors_champ"
    assert refusal("natures", labels[0] + ", inconnue") == ("code_inconnu", "inconnue")
    assert refusal("niveau", "valeur inconnue (zzz)")[0] == "code_inconnu"


def test_a_sender_has_words_of_its_own() -> None:
    assert value("niveau", "rouge", words={"rouge": "Situation à risque"}) == "a_risque"
    assert value("niveau", "-", words={"-": ""}) is None


def test_a_formula_in_error_is_refused_and_one_that_is_text_is_text() -> None:
    assert refusal("objet", Fault("#REF!")) == ("cellule_en_erreur", "#REF!")
    assert value("objet", "=1+1") == "=1+1"
    assert value("objet", "#REF!") == "#REF!"


def test_texts_are_written_as_a_french_reader_would() -> None:
    assert [text_of(raw) for raw in (12.0, 12.5, True, None, date(2024, 3, 3), time(14, 30), 1e16)] == [
        "12",
        "12,5",
        "Oui",
        "",
        "03/03/2024",
        "14:30",
        "10000000000000000",
    ]
    assert text_of(datetime(2024, 3, 3, 14, 30)) == "03/03/2024 14:30"  # noqa: DTZ001 - as a cell gives it
    assert value("recu_a", time(14, 30)) == "14:30"


def test_a_telephone_gets_back_its_zero() -> None:
    assert value("telephone", 612345678.0, kind="signalant") == "06 12 34 56 78"
    assert value("telephone", "06.12.34.56.78", kind="signalant") == "06.12.34.56.78"
    assert value("telephone", "+33 6 12 34 56 78", kind="signalant") == "+33 6 12 34 56 78"


def test_what_our_own_lists_mask_is_not_a_value() -> None:
    assert value("objet", "masqué") is None
    assert value("adresses_web", "un\ndeux") == ["un", "deux"]
