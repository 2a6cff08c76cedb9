"""K9: a copy is prepared here, read again by somebody else at another post, then leaves without what was taken out."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.occulter import Passage, occurrences, texts
from mvl_desktop.ports.texts import FileText
from mvl_desktop.services import communicable_leaving, communicables, courriers, export_register, home, records
from mvl_desktop.services.communicable_refusal import refuse_signalement
from mvl_desktop.services.communicable_suggestions import suggestions
from mvl_desktop.services.communicables import Demande
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.fakes.world import ROOT

AIN = "Délégation fictive"
TEXT = "Réunion fictive\nMme Alix Modèle signale un stage.\n– Rappeler Alix Modèle\nTerritoire\tNombre\nAin\t3"
ASKED = Demande(demandeur="Association fictive", demandee_le=date(2026, 1, 31), motif="Compte rendu")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    first, second = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    first.found(AIN)
    first.admit(second, AIN)
    yield first, second
    first.close()
    second.close()


def begin(office: Office, text: str = TEXT) -> str:
    return communicables.prepare_text(office.ports, "Compte rendu", text, office.nomenclatures, ASKED, espace=AIN)


def show(office: Office, rec: str) -> communicables.CopySheet:
    return communicables.show_copy(office.ports, rec, office.nomenclatures)


def take_out(office: Office, rec: str, words: str, motif: str = "vie_privee") -> tuple[Passage, ...]:
    seen = show(office, rec)
    found = tuple(Passage(*place, motif) for place in occurrences(seen.blocs, words))
    assert found
    passages = (*seen.passages, *found)
    assert communicables.record_passages(office.ports, rec, seen.recorded, passages, office.nomenclatures)
    return found


def hand(office: Office, rec: str, target: Path, **said: str) -> communicable_leaving.Handed:
    return communicable_leaving.hand_over(
        office.ports, office.printer, office.medium, rec, target, office.nomenclatures, **said
    )


def test_the_whole_way_of_a_copy(pair: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = pair
    rec = begin(first)
    take_out(first, rec, "Alix Modèle")
    seen = show(first, rec)
    assert seen.result[1:4] == (
        "texte\tRéunion fictive",
        "texte\tMme [occulté\u00a0: vie privée (CRPA, L.\u00a0311-6)] signale un stage.",
        "puce\tRappeler [occulté\u00a0: vie privée (CRPA, L.\u00a0311-6)]",
    )
    assert seen.remaining == ()
    communicables.ask_reading(first.ports, rec)
    first.give(second)
    (line,) = communicables.list_copies(second.ports)
    assert (line.etat, line.a_relire, line.avant_le) == ("a_relire", True, date(2026, 2, 28))
    assert not communicables.list_copies(first.ports)[0].a_relire
    waiting = [[todo for todo in home.home(one.ports, one.timetable).todo if "relire" in todo.quoi] for one in pair]
    assert [[todo.rec for todo in each] for each in waiting] == [[], [rec]]
    communicables.read_again(second.ports, rec, accepted=True, remark="Rien à redire.")
    second.give(first)
    target = tmp_path / "copie.odt"
    done = hand(first, rec, target)
    assert target.stat().st_size == done.octets
    champs = show(first, rec).champs
    assert (champs["etat"], champs["numero"], champs["remise_format"]) == ("remise", done.numero, "odt")
    assert (champs["relue_par"], champs["remise_empreinte"]) == ("Camille", done.empreinte)
    (left,) = export_register.list_exports(first.ports, rec)
    assert (left.numero, left.pour, left.motif, left.masked) == (
        done.numero,
        "Association fictive",
        "communication",
        True,
    )
    again = hand(first, rec, tmp_path / "copie.pdf", destinataire="Une autre personne fictive")
    assert again.numero != done.numero
    with pytest.raises(RefusError, match="copie_close"):
        communicables.keep_passages(first.ports, rec, ())


def test_nobody_reads_their_own_copy_nor_hands_over_what_nobody_read(
    pair: tuple[Office, Office], tmp_path: Path
) -> None:
    first, second = pair
    rec = begin(first)
    with pytest.raises(RefusError, match="copie_etat"):
        hand(first, rec, tmp_path / "copie.pdf")
    communicables.ask_reading(first.ports, rec)
    with pytest.raises(RefusError, match="relecture_autre_personne"):
        communicables.read_again(first.ports, rec, accepted=True)
    first.give(second)
    take_out(second, rec, "Réunion fictive")
    communicables.ask_reading(second.ports, rec)
    with pytest.raises(RefusError, match="relecture_autre_personne"):
        communicables.read_again(second.ports, rec, accepted=True)
    assert not list(tmp_path.glob("copie*"))


def test_a_reading_that_is_only_written_down_is_none(pair: tuple[Office, Office], tmp_path: Path) -> None:
    """What a record says of itself proves nothing: who read again is told by the signature of the revision."""
    first, _second = pair
    rec = begin(first)
    seen = show(first, rec)
    from mvl_desktop.domain.occulter import reread

    forged = {
        "etat": "relue",
        "relue_par": "Camille",
        "relue_par_poste": "00" * 16,
        "relue_le": "2026-11-22",
        "relue_empreinte": reread(seen.blocs, seen.passages),
    }
    records.modify_record(first.ports, rec, forged)
    with pytest.raises(RefusError, match="relecture_requise"):
        hand(first, rec, tmp_path / "copie.pdf")


def test_any_change_after_the_reading_asks_for_another(pair: tuple[Office, Office], tmp_path: Path) -> None:
    first, second = pair
    rec = begin(first)
    found = take_out(first, rec, "Alix Modèle")
    communicables.ask_reading(first.ports, rec)
    first.give(second)
    communicables.read_again(second.ports, rec, accepted=True)
    second.give(first)
    seen = show(first, rec)
    assert seen.current
    assert communicables.record_passages(first.ports, rec, seen.recorded, found[:1], first.nomenclatures)
    assert show(first, rec).champs["etat"] == "en_preparation"
    with pytest.raises(RefusError, match="copie_etat"):
        hand(first, rec, tmp_path / "copie.pdf")
    # Even when the state is put back by hand, what was read is not what would leave.
    records.modify_record(first.ports, rec, {"etat": "relue"})
    with pytest.raises(RefusError, match="relecture_requise"):
        hand(first, rec, tmp_path / "copie.pdf")


def test_what_two_people_take_out_without_seeing_each_other_stays_taken_out(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    first.give(second)
    seen = show(first, rec)
    take_out(second, rec, "Réunion fictive", "appreciation")
    second.give(first)
    mine = tuple(Passage(*place, "vie_privee") for place in occurrences(seen.blocs, "Alix Modèle"))
    communicables.record_passages(first.ports, rec, seen.recorded, mine, first.nomenclatures)
    left = "\n".join(show(first, rec).result)
    assert "Alix" not in left
    assert "Réunion" not in left


def test_it_is_sent_back_with_a_remark_and_refused_with_a_reason(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    communicables.ask_reading(first.ports, rec)
    first.give(second)
    with pytest.raises(RefusError, match="motif_requis"):
        communicables.read_again(second.ports, rec, accepted=False)
    communicables.read_again(second.ports, rec, accepted=False, remark="Le petit effectif de l’Ain se voit.")
    second.give(first)
    champs = show(first, rec).champs
    assert (champs["etat"], champs["remarque_relecture"]) == ("en_preparation", "Le petit effectif de l’Ain se voit.")
    with pytest.raises(RefusError, match="motif_requis"):
        communicables.refuse_copy(first.ports, rec, " ")
    communicables.refuse_copy(first.ports, rec, "L’occultation viderait le document de son sens.")
    assert show(first, rec).moves == ()


def test_what_is_kept_here_is_not_lost_and_is_nobody_elses(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    communicables.keep_passages(first.ports, rec, [Passage(1, 0, 7, "autre")])
    first.give(second)
    assert show(first, rec).passages == (Passage(1, 0, 7, "autre"),)
    assert not show(first, rec).recorded
    assert show(second, rec).passages == ()


@pytest.mark.parametrize("kind", ["signalement", "signalant"])
def test_a_signalement_has_no_communicable_copy(pair: tuple[Office, Office], kind: str) -> None:
    first, _ = pair
    first.found("Signalants", compartment_of=AIN)
    espace = AIN if kind == "signalement" else "Signalants"
    rec = records.add_record(
        first.ports, kind, {"signalement": {"objet": "Fictif"}}.get(kind, {"nom": "Fictif"}), espace=espace
    )
    with pytest.raises(RefusError, match="copie_non_communicable"):
        communicables.prepare_record(first.ports, rec, first.nomenclatures)


def test_whoever_asks_for_a_signalement_gets_a_letter_of_refusal(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = records.add_record(first.ports, "signalement", {"objet": "Stage fictif"}, espace=AIN)
    with pytest.raises(RefusError, match="modele_inconnu"):
        refuse_signalement(first.ports, rec, first.nomenclatures)
    template = json.loads((ROOT / "resources" / "modeles" / "ref-01.json").read_text("utf-8"))
    records.add_record(first.ports, "modele-courrier", template, espace=AIN)
    letter = refuse_signalement(first.ports, rec, first.nomenclatures)
    (written,) = courriers.list_letters(first.ports, rec)
    assert written["id"] == letter
    assert "490743" in str(records.show_record(first.ports, rec).champs["courriers"])


def test_a_fiche_is_taken_as_it_prints_with_its_version(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    champs = {"titre": "Fiche fictive", "version": 3, "etapes": ["Appeler le 119", "Écrire"]}
    fiche = records.add_record(first.ports, "fiche-conduite", champs, espace=AIN)
    rec = communicables.prepare_record(first.ports, fiche, first.nomenclatures, ASKED)
    seen = show(first, rec)
    assert seen.blocs[0] == "titre\tFiche fictive"
    assert "puce\tAppeler le 119" in seen.blocs
    heads = records.show_record(first.ports, fiche).heads
    assert str(seen.champs["source_version"]).startswith("version 3 · ")
    assert records.revision_text(heads[0]) in str(seen.champs["source_version"])
    records.modify_record(first.ports, fiche, {"titre": "Autre"})
    assert show(first, rec).blocs[0] == "titre\tFiche fictive", "a copy is of the document as it was"


class Reader:
    """A reader of files that gives what it is told to."""

    def __init__(self, found: FileText) -> None:
        self.found = found

    def read(self, name: str, content: bytes) -> FileText:
        return self.found

    def stop(self) -> None:
        pass


def test_a_file_is_read_by_the_reader_apart_and_refused_when_it_gives_nothing(
    pair: tuple[Office, Office], tmp_path: Path
) -> None:
    first, _ = pair
    path = tmp_path / "compte-rendu.pdf"
    path.write_bytes(b"%PDF fictif")
    read = Reader(FileText(("Un paragraphe.", "Un autre.")))
    rec = communicables.prepare_file(first.ports, read, path, first.nomenclatures, espace=AIN)
    assert texts(show(first, rec).blocs) == ("compte-rendu", "Un paragraphe.", "Un autre.")
    with pytest.raises(RefusError, match="texte_protege"):
        communicables.prepare_file(first.ports, Reader(FileText(reason="protege")), path, first.nomenclatures)
    with pytest.raises(RefusError, match="document_trop_long"):
        communicables.prepare_file(first.ports, Reader(FileText(("Un",), cut=True)), path, first.nomenclatures)


def test_a_document_that_was_changed_underneath_leaves_nowhere(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = begin(first)
    records.modify_record(first.ports, rec, {"blocs": ["texte\tAutre chose"]})
    with pytest.raises(RefusError, match="copie_alteree"):
        show(first, rec)


@pytest.mark.parametrize(
    ("asked", "answer"), [(date(2026, 1, 31), date(2026, 2, 28)), (date(2026, 12, 15), date(2027, 1, 15)), (None, None)]
)
def test_there_is_a_month_to_answer(asked: date | None, answer: date | None) -> None:
    assert communicables.due(asked) == answer


def test_names_that_this_post_knows_are_proposed_and_nothing_is_taken_out(pair: tuple[Office, Office]) -> None:
    first, second = pair
    champs = {"objet": "Stage Fictif", "personnes": [{"nom": "Alix Modèle"}]}
    records.add_record(first.ports, "signalement", champs, espace=AIN)
    text = "Entretien Fictif.\nAlix Modèle demande une réponse.\nTerritoire\tNombre\nAin\t3"
    rec = begin(first, text)
    found = [(each.sorte, each.texte) for each in suggestions(first.ports, rec)]
    assert found == [("connu", "Alix Modèle"), ("effectif", "3")], "the object of a record is nobody’s name"
    assert show(first, rec).passages == ()
    second_only = communicables.prepare_text(second.ports, "Autre", text, second.nomenclatures, espace=AIN)
    seen = [each.sorte for each in suggestions(second.ports, second_only)]
    assert seen == ["effectif"], "who knows no name sees none"
