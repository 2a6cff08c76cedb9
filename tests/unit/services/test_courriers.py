"""Letters of a signalement: filled, checked, reviewed, sent; what is kept apart never enters them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.lettre import ChampLettreInconnuError, kept_line
from mvl_desktop.services import courriers, courriers_modeles, courriers_print, drafts
from mvl_desktop.services.asides import reference_of
from mvl_desktop.services.courriers_check import LetterCheck, belief_words
from mvl_desktop.services.courriers_source import Head, set_letterhead
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import SETTINGS, Office, open_office

WANTED = ("ACC-01", "ACC-02", "CPL-01", "IP-01", "REF-01")
MODELES = [json.loads((SETTINGS.resources / "modeles" / f"{code.lower()}.json").read_text("utf-8")) for code in WANTED]
WORDS = belief_words(SETTINGS.resources, date(2026, 11, 22))
NAME = "Éloïse Lefèvre-Essai"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    made.found("Signalants", compartment_of="Délégation fictive")
    add_defaults(made.ports, "modele-courrier", MODELES, espace="Délégation fictive")
    head = Head("Service fictif", "1, place Fictive", "04 00 00 00 00", "service@exemple.fr", "Bourg")
    set_letterhead(made.ports, head)
    return made


def signalement(office: Office, **champs: object) -> str:
    person = {"nom": NAME, "telephone": "06 12 34 56 78", "adresse": "12 rue des Lilas 01000 Bourg-en-Bresse"}
    signalant = add_record(office.ports, "signalant", person, espace="Signalants")
    told = {
        "objet": "Situation fictive",
        "recu_le": "2026-03-01",
        "canal": "courriel",
        "signalant": reference_of(office.ports, signalant),
        "personnes": [{"role": "temoin", "nom": "Paul Témoinfictif"}],
        "mis_en_cause": [{"nom": "Cercle du Calme Serein"}],
    }
    return add_record(office.ports, "signalement", told | champs, espace="Délégation fictive")


def write(office: Office, rec: str, modele: str, transmission: str = "") -> str:
    return courriers.write_letter(office.ports, rec, modele, office.nomenclatures, transmission=transmission)


def checked(office: Office, rec: str, letter: str, said: Mapping[str, object] | None = None) -> LetterCheck:
    return courriers.check(courriers.open_letter(office.ports, rec, letter, office.nomenclatures), WORDS, said)


def save(office: Office, rec: str, letter: str, said: Mapping[str, object]) -> bool:
    return courriers.save_letter(office.ports, rec, letter, said, office.nomenclatures)


def held(office: Office, rec: str) -> dict[str, object]:
    found = show_record(office.ports, rec).champs["courriers"]
    assert isinstance(found, list)
    return dict(found[-1])


def test_a_letter_is_filled_and_names_nobody_who_is_kept_apart(office: Office) -> None:
    rec = signalement(office)
    letter = write(office, rec, "ACC-02")
    one = held(office, rec)
    assert "reçu le 1er\u00a0mars 2026" in str(one["texte"])
    assert "ni acceptation ni rejet" in str(one["texte"])
    flat = json.dumps(show_record(office.ports, rec).champs, ensure_ascii=False)
    assert "Lefèvre" not in flat
    laid = courriers_print.laid_out(
        courriers.open_letter(office.ports, rec, letter, office.nomenclatures), office.nomenclatures
    )
    assert laid.recipient == (NAME, "12 rue des Lilas", "01000 Bourg-en-Bresse")
    assert NAME not in laid.title


def test_templates_that_suit_come_first_with_why(office: Office) -> None:
    passed = [{"destinataire": "crip", "etat": "projet", "identite_revelee": False}]
    rec = signalement(office, mineur_concerne=True, transmissions=passed)
    lines = courriers_modeles.list_templates(office.ports, rec, office.nomenclatures)
    assert [one.code for one in lines if one.reason] == ["ACC-01", "ACC-02", "IP-01"]
    sent = show_record(office.ports, rec).champs["transmissions"][0]["id"]  # type: ignore[index]
    first = courriers_modeles.list_templates(office.ports, rec, office.nomenclatures, transmission=sent)[0]
    assert (first.code, first.reason) == ("IP-01", "La transmission s’adresse à\u00a0: CRIP.")
    letter = write(office, rec, "IP-01", sent)
    champs = show_record(office.ports, rec).champs
    assert champs["transmissions"][0]["courrier"] == letter  # type: ignore[index]
    assert "n’est pas communiquée" in str(held(office, rec)["texte"])
    with pytest.raises(RefusError, match="transmission_inconnue"):
        write(office, rec, "IP-01", "00" * 8)


def test_what_should_not_be_said_is_found_and_kept_only_with_a_reason(office: Office) -> None:
    rec = signalement(office)
    letter = write(office, rec, "ACC-02")
    save(office, rec, letter, {"texte": "Madame lefevre, PAUL Témoinfictif [date] {inconnu} à 14h03 ; ok"})
    seen = checked(office, rec, letter)
    assert [(one.sorte, one.passage) for one in seen.findings] == [
        ("identite_signalant", "lefevre"),
        ("temoins", "PAUL Témoinfictif"),
    ]
    assert (seen.to_write, seen.unknown) == (("date",), ("inconnu",))
    assert "14\u00a0h\u00a003\u202f; ok" in str(held(office, rec)["texte"])
    with pytest.raises(RefusError, match="courrier_a_completer"):
        courriers.review_letter(office.ports, rec, letter, "", office.nomenclatures, WORDS)
    save(office, rec, letter, {"texte": "Paul Témoinfictif et [date]"})
    save(office, rec, letter, {"laisses": [kept_line("crochet", "date", "à la main")]})
    with pytest.raises(RefusError, match="courrier_revele"):
        courriers.review_letter(office.ports, rec, letter, "", office.nomenclatures, WORDS)
    save(office, rec, letter, {"revelations": [kept_line("temoins", "paul témoinfictif", "Accord écrit")]})
    assert checked(office, rec, letter).is_clean
    courriers.review_letter(office.ports, rec, letter, "Camille", office.nomenclatures, WORDS)
    assert held(office, rec)["relu_par"] == "Camille"


def test_beliefs_are_looked_for_where_the_template_says_so(office: Office) -> None:
    rec = signalement(office)
    letter = write(office, rec, "REF-01")
    found = checked(office, rec, letter, {"texte": "Cette personne, musulmane, se plaint."}).findings
    assert [(one.sorte, one.passage) for one in found] == [("croyances", "musulmane")]


def test_what_is_reserved_elsewhere_is_said_not_to_be_verifiable_here(office: Office) -> None:
    rec = signalement(office, signalant=f"ref:{'0a' * 16}:{'0b' * 16}")
    letter = write(office, rec, "ACC-02")
    opened = courriers.open_letter(office.ports, rec, letter, office.nomenclatures)
    assert opened.reserve == ("identite_signalant",)
    assert courriers_print.laid_out(opened, office.nomenclatures).recipient == (
        "[Nom et adresse\u00a0: conservés à part]",
    )


def test_a_reviewed_letter_that_changes_is_to_review_again_and_one_sent_changes_no_more(office: Office) -> None:
    rec = signalement(office)
    letter = write(office, rec, "ACC-02")
    with pytest.raises(RefusError, match="courrier_non_relu"):
        courriers.send_letter(office.ports, rec, letter, "courrier_simple", None, "", office.nomenclatures)
    courriers.review_letter(office.ports, rec, letter, "", office.nomenclatures, WORDS)
    assert save(office, rec, letter, {"objet": str(held(office, rec)["objet"])}) is False
    assert save(office, rec, letter, {"objet": "Autre objet"})
    assert held(office, rec)["etat"] == "brouillon"
    assert "relu_par" not in held(office, rec)
    courriers.review_letter(office.ports, rec, letter, "", office.nomenclatures, WORDS)
    courriers.send_letter(office.ports, rec, letter, "courrier_rar", date(2999, 1, 1), "RA 1", office.nomenclatures)
    today = office.clock.now().date().isoformat()
    assert held(office, rec)["envoye_le"] == today  # no day to come
    assert show_record(office.ports, rec).champs["accuse_reception_le"] == today
    for attempt in (
        lambda: save(office, rec, letter, {"objet": "x"}),
        lambda: courriers.drop_letter(office.ports, rec, letter, office.nomenclatures),
        lambda: modify_record(office.ports, rec, {"courriers": []}),
        lambda: modify_record(office.ports, rec, {"courriers": [held(office, rec) | {"texte": "changé"}]}),
    ):
        with pytest.raises(RefusError, match="courrier_envoye"):
            attempt()
    typed = drafts.edit(office.ports, rec)
    with pytest.raises(RefusError, match="courrier_envoye"):
        drafts.register(office.ports, typed, {**typed.champs, "courriers": []})
    assert modify_record(office.ports, rec, {"suites": "Le reste se change."})


def test_a_template_with_an_unknown_field_is_refused_at_every_door(office: Office) -> None:
    wrong = {"titre": "Essai", "emploi": "Essai", "corps": "Bonjour {refference}"}
    with pytest.raises(ChampLettreInconnuError):
        add_record(office.ports, "modele-courrier", wrong, espace="Délégation fictive")
    good = add_record(
        office.ports, "modele-courrier", wrong | {"corps": "Bonjour {reference}"}, espace="Délégation fictive"
    )
    with pytest.raises(ChampLettreInconnuError):
        modify_record(office.ports, good, {"objet": "{nulle_part}"})
    typed = drafts.edit(office.ports, good)
    with pytest.raises(ChampLettreInconnuError):
        drafts.register(office.ports, typed, {**typed.champs, "politesse": "{nulle_part}"})


def test_each_copy_is_numbered_and_journaled(office: Office, tmp_path: Path) -> None:
    rec = signalement(office)
    letter = write(office, rec, "CPL-01")
    for name in ("un.odt", "deux.odt"):
        courriers_print.print_letter(office.ports, office.printer, rec, letter, tmp_path / name, office.nomenclatures)
    assert office.journal.of(rec).count("impression") == 2
    with pytest.raises(RefusError, match="format_inconnu"):
        courriers_print.print_letter(
            office.ports, office.printer, rec, letter, tmp_path / "x.docx", office.nomenclatures
        )
