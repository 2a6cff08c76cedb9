"""What is printed: whole or masked, marked, numbered, readable, and never read as markup."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.kinds import required
from mvl_desktop.ports.printing import Section, Sheet
from mvl_desktop.services.fiches import add_default_fiches, apply_fiche
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.printing import lay_out, print_record
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import FICHES, Office, open_office

SECRET = "Zénobie"
MARKUP = '#read("/etc/passwd") *gras* $x^2$ _a_ <script> = Titre\n- liste @ref \\ // fin'


def words(sheet: Sheet) -> str:
    """Return everything that a sheet says, the marking left out."""
    said = [sheet.title, sheet.subtitle, sheet.warning, *(line.text for line in sheet.glance)]
    for section in (*sheet.sections, *sheet.annexes):
        said += [section.title, *section.columns]
        said += [part for line in section.lines for part in (line.label, line.text, *line.cells)]
    return "\n".join(said)


def named(sheet: Sheet, title: str) -> Section:
    return next(section for section in (*sheet.sections, *sheet.annexes) if section.title == title)


def xml(path: Path, part: str = "content.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return archive.read(part).decode()


def full(kind: str) -> dict[str, Any]:
    """Return a record of this kind with something in every field that may name somebody."""
    champs: dict[str, Any] = {}
    for field in required(kind).champs:
        if field.sort == "elements":
            members = [one for one in field.champs if one.champ.nominatif and one.sort in ("texte", "texte_court")]
            champs[field.name] = [{one.name: f"{SECRET} {one.name}" for one in members}] if members else []
        elif field.champ.nominatif and field.sort in ("texte", "texte_court"):
            champs[field.name] = f"{SECRET} {field.name}"
        elif field.champ.nominatif and field.sort == "liste":
            champs[field.name] = [SECRET]
    return champs | ({"objet": f"{SECRET} objet"} if kind == "signalement" else {})


@pytest.mark.parametrize("suffix", ["pdf", "odt"])
def test_a_masked_copy_holds_nothing_that_names_anybody_and_says_so(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    rec = add_record(office.ports, "signalement", full("signalement") | {"niveau": "a_risque", "canal": "courrier"})
    sheet = lay_out(office.ports, rec, office.nomenclatures, masked=True)
    assert SECRET in words(lay_out(office.ports, rec, office.nomenclatures))
    assert SECRET not in words(sheet)
    assert words(sheet).count("masqué") > 20
    assert "Exemplaire masqué" in sheet.warning
    assert "Situation à risque" in words(sheet)
    target = tmp_path / f"copie.{suffix}"
    print_record(office.ports, office.printer, rec, target, office.nomenclatures, masked=True)
    if suffix == "odt":
        assert SECRET not in "".join(xml(target, part) for part in ("content.xml", "styles.xml", "meta.xml"))


def test_a_field_of_a_newer_version_is_masked_too(office: Office) -> None:
    """Nobody here knows whether it names somebody."""
    layout = Layout(required("signalement"), {"champ_futur": [SECRET]}, office.nomenclatures, masked=True)
    lines = [line for section in layout.sections() for line in section.lines]
    assert [(line.label, line.text) for line in lines] == [("champ_futur", "masqué")]


def test_both_sides_of_a_conflict_are_printed_and_masked(office: Office, tmp_path: Path) -> None:
    camille = open_office(tmp_path, "Camille", in_memory=True)
    office.admit(camille, "Délégation fictive")
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "canal": "courrier"})
    office.give(camille)
    modify_record(camille.ports, rec, {"objet": f"{SECRET} d’un côté", "canal": "courriel"})
    modify_record(office.ports, rec, {"objet": f"{SECRET} de l’autre", "canal": "telephone"})
    camille.give(office)
    whole = lay_out(office.ports, rec, office.nomenclatures)
    assert {line.text for line in named(whole, "À décider\u00a0: Objet").lines} == {
        f"{SECRET} d’un côté",
        f"{SECRET} de l’autre",
    }
    assert "2 champs sont encore à décider." in whole.warning
    masked = lay_out(office.ports, rec, office.nomenclatures, masked=True)
    assert SECRET not in words(masked)
    assert {line.text for line in named(masked, "À décider\u00a0: Canal").lines} == {
        "Courriel",
        "Appel téléphonique consigné",
    }
    camille.close()


def test_each_copy_has_its_own_number_and_says_when_and_by_whom(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    footers = []
    for count in (1, 2):
        target = tmp_path / f"{count}.odt"
        print_record(office.ports, office.printer, rec, target, office.nomenclatures)
        found = re.search(r"Exemplaire n°.*?par [^<]*", xml(target, "styles.xml"))
        assert found is not None
        footers.append(found[0].replace("<text:s/>", " "))
    assert footers[0] != footers[1]
    assert all("Alix" in footer and f"{office.clock.now():%d/%m/%Y}" in footer for footer in footers)
    assert office.journal.of(rec).count("impression") == 2


def test_what_people_typed_is_never_markup(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", {"objet": MARKUP, "resume": MARKUP, "notes": [{"texte": MARKUP}]})
    for suffix in ("pdf", "odt"):
        print_record(office.ports, office.printer, rec, tmp_path / f"copie.{suffix}", office.nomenclatures)
    assert (tmp_path / "copie.pdf").read_bytes().startswith(b"%PDF")
    said = re.sub(r"<[^>]*>", "", xml(tmp_path / "copie.odt"))
    assert "#read(&quot;/etc/passwd&quot;)" in said or '#read("/etc/passwd")' in said
    assert "&lt;script&gt;" in said


@pytest.mark.parametrize("text", ["Ω≈ç√ 漢字 🙂 العربية", "a\u200bb\u00ad\ufffd", "x" * 20_000])
def test_a_text_that_our_fonts_lack_is_printed_all_the_same(office: Office, tmp_path: Path, text: str) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "resume": text})
    size = print_record(office.ports, office.printer, rec, tmp_path / "copie.pdf", office.nomenclatures)
    assert size == (tmp_path / "copie.pdf").stat().st_size


def test_an_ordinary_copy_is_an_accessible_pdf(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "notes": [{"texte": "Une note."}]})
    print_record(office.ports, office.printer, rec, tmp_path / "copie.pdf", office.nomenclatures)
    assert b"<pdfuaid:part>1" in (tmp_path / "copie.pdf").read_bytes()


def test_a_checklist_prints_what_was_done_by_whom_and_why_not(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    (fiche, *_others) = add_default_fiches(office.ports, FICHES[:1])
    apply_fiche(office.ports, rec, fiche)
    held = show_record(office.ports, rec).champs["etapes_appliquees"]
    assert isinstance(held, list)
    done = held[0] | {"etat": "fait", "fait_le": "2026-11-22", "fait_a": "14:30", "fait_par": "Alix"}
    aside = held[1] | {"etat": "ecarte", "motif": "Sans objet"}
    modify_record(office.ports, rec, {"etapes_appliquees": [done, aside, *held[2:]]})
    sheet = lay_out(office.ports, rec, office.nomenclatures)
    checklist = next(section for section in sheet.sections if section.manner == "cases")
    assert checklist.title.startswith("Mineur en danger ou en risque de l’être, version 1")
    assert [line.state for line in checklist.lines[:3]] == ["fait", "ecarte", "a_faire"]
    assert checklist.lines[0].text == "fait · 22/11/2026 · 14\u00a0h\u00a030 · Alix"
    assert checklist.lines[1].text.endswith("Sans objet")


def test_the_history_of_qualifications_is_printed(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "niveau": "a_risque"})
    modify_record(office.ports, rec, {"niveau": "sans_element", "motif_qualification": "Rien de plus."})
    table = named(lay_out(office.ports, rec, office.nomenclatures), "Qualifications successives")
    assert table.columns == ("Date", "Par", "Niveau", "Motif")
    assert [line.cells[2] for line in table.lines] == ["Situation à risque", "Absence d’élément probant à ce stade"]


@pytest.mark.parametrize("champs", FICHES, ids=lambda champs: str(champs["code"]))
def test_what_to_do_during_a_call_holds_on_one_page(office: Office, tmp_path: Path, champs: dict[str, Any]) -> None:
    (fiche, *_others) = add_default_fiches(office.ports, [champs])
    sheet = lay_out(office.ports, fiche, office.nomenclatures)
    assert [section.manner for section in sheet.sections] == ["champs", "alerte", "etapes", "interdits", "tableau"]
    assert "n’est pas encore validée" in sheet.warning
    first_page = Sheet(sheet.title, sheet.subtitle, sheet.sections, "Repère", sheet.glance, sheet.warning, call=True)
    pages = re.findall(rb"/Type\s*/Page\b", office.printer.pdf(first_page))
    assert len(pages) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", office.printer.pdf(sheet))) > 1


def test_every_filled_field_of_a_fiche_is_on_its_sheet(office: Office) -> None:
    """Those that only serve to propose it excepted."""
    (fiche, *_others) = add_default_fiches(office.ports, FICHES[:1])
    said = words(lay_out(office.ports, fiche, office.nomenclatures))
    for name, value in FICHES[0].items():
        if isinstance(value, list) and name not in ("natures", "cadres", "pratiques", "publics"):
            texts = [one if isinstance(one, str) else next(iter(one.values())) for one in value]
            assert all(str(text) in said for text in texts), name
    assert "02/04/2027" in said


def test_a_withdrawn_fiche_says_so(office: Office) -> None:
    rec = add_record(office.ports, "fiche-conduite", {"titre": "Ancienne", "statut": "retiree", "etapes": ["Une"]})
    assert lay_out(office.ports, rec, office.nomenclatures).warning.startswith("Fiche retirée")


def test_a_link_left_where_a_copy_is_written_leads_nowhere(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", {"objet": SECRET})
    elsewhere, target = tmp_path / "ailleurs", tmp_path / "copie.odt"
    (tmp_path / "copie.odt.part").symlink_to(elsewhere)
    print_record(office.ports, office.printer, rec, target, office.nomenclatures)
    assert not elsewhere.exists(), "what is printed is written nowhere else"
    assert SECRET in xml(target)
    assert target.stat().st_mode & 0o077 == 0


def test_what_cannot_be_printed_is_refused(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    for target, code in (
        (tmp_path / "copie.docx", "format_inconnu"),
        (tmp_path / "nulle part/c.pdf", "ecriture_impossible"),
    ):
        with pytest.raises(RefusError) as refused:
            print_record(office.ports, office.printer, rec, target, office.nomenclatures)
        assert refused.value.code == code


def test_what_has_no_reference_is_printed_without_a_number_that_nobody_knows(office: Office) -> None:
    rec = add_record(office.ports, "organisme", {"nom": "Service fictif", "role": "autre"})
    sheet = lay_out(office.ports, rec, office.nomenclatures)
    assert sheet.subtitle == "Organisme"
    assert rec not in words(sheet)


def test_an_action_is_printed_with_what_its_indicators_count_and_their_labels(office: Office) -> None:
    add_record(office.ports, "signalement", {"objet": "Stage fictif", "recu_le": "2026-02-03"})
    champs = {"titre": "Compter", "debut_le": "2026-01-01", "indicateurs": [{"code": "I1.0", "cible": "1"}]}
    rec = add_record(office.ports, "fiche-action", champs)
    sheet = lay_out(office.ports, rec, office.nomenclatures, outils=office.chiffres)
    [table] = [section for section in sheet.sections if section.title.startswith("Indicateurs")]
    assert table.title != "Indicateurs", "over which days they were counted is said"
    assert table.lines[0].cells[0] == "Saisines reçues"
    assert table.lines[0].cells[3] == "1"


def test_a_table_says_its_titles_again_on_each_page(office: Office, tmp_path: Path) -> None:
    came = [{"fonction": f"Fonction fictive {each}", "presence": "present"} for each in range(60)]
    champs = {"objet": "Réunion fictive", "etat": "tenue", "tenue_le": "2026-02-03", "presences": came}
    target = tmp_path / "compte-rendu.odt"
    rec = add_record(office.ports, "reunion", champs)
    print_record(office.ports, office.printer, rec, target, office.nomenclatures)
    said = xml(target)
    assert said.count("<table:table-header-rows>") == 1
    assert 'table:style-name="mvl_row"' in said
    assert "style:column-width" in said
