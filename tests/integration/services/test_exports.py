"""Lists that leave: what is in them, what is not, and the register that says to whom they went."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from mvl_desktop.ports.carrier import MediumFullError
from mvl_desktop.ports.printing import SPREADSHEETS
from mvl_desktop.ports.store import Query
from mvl_desktop.services import carrying
from mvl_desktop.services.export_register import list_exports, show_export
from mvl_desktop.services.exports import PRINTED_MAX, Exported, Wish, export_list
from mvl_desktop.services.lists import WORKING, waiting
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

SECRET = "Zénobie"
CHAMPS: Mapping[str, object] = {
    "objet": f"{SECRET} et son cabinet",
    "recu_le": "2026-11-03",
    "niveau": "a_risque",
    "titulaire": SECRET,
    "resume": f"{SECRET} raconte.",
}


def leave(office: Office, target: Path, **said: object) -> Exported:
    wish = Wish(**{"query": Query("signalement"), **said})  # type: ignore[arg-type]
    return export_list(office.ports, office.printer, office.medium, office.nomenclatures, wish, target)


def lines(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_list_is_masked_unless_the_identities_are_asked_for(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", CHAMPS)
    leave(office, tmp_path / "liste.csv")
    (line,) = lines(tmp_path / "liste.csv")
    assert SECRET not in "".join(line.values())
    assert line["Objet"] == line["Suivi par"] == "masqué"
    assert line["Reçu le"] == "03/11/2026"
    assert line["Niveau"] == "Situation à risque"
    assert "Référence" not in line
    leave(office, tmp_path / "entiere.csv", whole=True)
    (line,) = lines(tmp_path / "entiere.csv")
    assert line["Objet"] == CHAMPS["objet"]
    assert line["Référence"] == show_record(office.ports, rec).champs["reference"]
    assert "Repère" not in line


@pytest.mark.parametrize("ending", [*SPREADSHEETS, ".pdf", ".odt"])
def test_a_masked_file_of_any_format_holds_no_name(office: Office, tmp_path: Path, ending: str) -> None:
    add_record(office.ports, "signalement", CHAMPS)
    target = tmp_path / f"liste{ending}"
    filters = (("titulaire", SECRET),)
    done = leave(office, target, query=Query("signalement", filters, text=SECRET))
    assert done.lignes == 1
    assert done.octets == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600
    assert SECRET.encode() not in target.read_bytes()
    assert list(tmp_path.glob("*.part")) == []


def test_repères_are_drawn_for_one_export_and_its_register_alone_tells_them(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", CHAMPS)
    first, second = (leave(office, tmp_path / f"{n}.csv") for n in (1, 2))
    drawn = [lines(tmp_path / f"{n}.csv")[0]["Repère"] for n in (1, 2)]
    assert drawn[0] != drawn[1]
    assert len(drawn[0]) == 8
    for done, repere in zip((first, second), drawn, strict=True):
        (left,) = show_export(office.ports, done.numero)[1]
        assert (left.rec, left.repere) == (rec, repere)


def test_columns_filters_and_order_are_those_of_the_list(office: Office, tmp_path: Path) -> None:
    for day, niveau in (("2026-11-03", "a_risque"), ("2026-11-01", "a_risque"), ("2026-11-02", "sans_element")):
        add_record(office.ports, "signalement", {**CHAMPS, "recu_le": day, "niveau": niveau})
    query = Query("signalement", (("niveau", "a_risque"), ("recu_le>=", "2026-11-01")), order="recu_le")
    done = leave(office, tmp_path / "l.csv", query=query, columns=("niveau", "recu_le", "etat_envoi"))
    found = lines(tmp_path / "l.csv")
    assert done.lignes == 2
    assert list(found[0]) == ["Repère", "Niveau", "Reçu le", "Envoi", "Export confidentiel"]
    assert [line["Reçu le"] for line in found] == ["01/11/2026", "03/11/2026"]
    assert {line["Envoi"] for line in found} == {"À envoyer"}


def test_a_narrative_and_a_reference_to_what_is_apart_may_be_asked_for(office: Office, tmp_path: Path) -> None:
    compartment = office.found("Signalants", compartment_of="Délégation fictive")
    apart = add_record(office.ports, "signalant", {"nom": SECRET}, espace=compartment.name)
    ref = f"ref:{compartment.id.hex()}:{apart}"
    add_record(office.ports, "signalement", {**CHAMPS, "signalant": ref})
    leave(office, tmp_path / "l.csv", columns=("resume", "signalant"), whole=True)
    (line,) = lines(tmp_path / "l.csv")
    assert line["Résumé des faits"] == CHAMPS["resume"]
    assert line["Signalant"] == "réservé"
    assert apart not in (tmp_path / "l.csv").read_text("utf-8")
    leave(office, tmp_path / "m.csv", columns=("resume",))
    assert lines(tmp_path / "m.csv")[0]["Résumé des faits"] == "masqué"


@pytest.mark.parametrize("kind", ["signalant", "pieces-medicales", *sorted(WORKING)])
def test_what_is_apart_or_written_by_the_application_never_leaves(office: Office, tmp_path: Path, kind: str) -> None:
    with pytest.raises(RefusError) as refused:
        leave(office, tmp_path / "l.csv", query=Query(kind))
    assert refused.value.code == "export_reserve"
    assert list(tmp_path.glob("l.csv*")) == []


def test_the_register_says_what_left_for_whom_and_why(office: Office, tmp_path: Path) -> None:
    rec = add_record(office.ports, "signalement", CHAMPS)
    other = add_record(office.ports, "signalement", {"objet": "Autre"})
    done = leave(
        office,
        tmp_path / "l.xlsx",
        query=Query("signalement", (("niveau", "a_risque"),)),
        motif="partenaire",
        destinataire="Cellule départementale fictive",
        whole=True,
    )
    (said,) = list_exports(office.ports)
    assert (said.numero, said.pour, said.motif) == (done.numero, "Cellule départementale fictive", "partenaire")
    assert (said.par, said.format, said.masked, said.lignes) == ("Alix", "xlsx", False, 1)
    assert said.filtres == ("niveau=a_risque",)
    assert [each.numero for each in list_exports(office.ports, rec)] == [done.numero]
    assert list_exports(office.ports, other) == []
    assert waiting(office.ports)[0] == 2, "nobody waits for the register itself"


def test_colleagues_read_the_register_and_each_espace_names_its_own(office: Office, tmp_path: Path) -> None:
    office.found("Autre délégation")
    camille = open_office(tmp_path, "Camille", in_memory=True)
    office.admit(camille, "Délégation fictive")
    here = add_record(office.ports, "signalement", CHAMPS, espace="Délégation fictive")
    there = add_record(office.ports, "signalement", CHAMPS, espace="Autre délégation")
    done = leave(office, tmp_path / "l.csv")
    assert {each.rec for each in show_export(office.ports, done.numero)[1]} == {here, there}
    lot = tmp_path / "retour.lot"
    carrying.export_lot(office.ports, office.medium, (), "tous", lot)
    (report,) = carrying.merge_lots(camille.ports, camille.medium, (lot,)).lots
    assert report.nouveaux == 1, "the register is not counted among the fiches"
    (said,) = list_exports(camille.ports, here)
    assert (said.numero, said.par, said.lignes) == (done.numero, "Alix", 1)
    assert [each.rec for each in show_export(camille.ports, done.numero)[1]] == [here]
    camille.close()


def test_each_export_is_noted_before_its_file_has_its_name(office: Office, tmp_path: Path) -> None:
    add_record(office.ports, "signalement", CHAMPS)
    seen: list[bool] = []
    noted = office.journal.note

    def note(code: str, rec: bytes | None = None, **counters: int) -> None:
        if code == "export":
            seen.append((tmp_path / "l.csv").exists())
            assert counters == {"lignes": 1}
        noted(code, rec, **counters)

    office.journal.note = note  # type: ignore[method-assign]
    leave(office, tmp_path / "l.csv")
    assert seen == [False]


def test_a_reader_leaves_nothing_since_the_register_could_not_say_it(office: Office, tmp_path: Path) -> None:
    camille = open_office(tmp_path, "Camille", in_memory=True)
    office.admit(camille, "Délégation fictive", role="reader")
    add_record(office.ports, "signalement", CHAMPS)
    office.give(camille)
    with pytest.raises(RefusError) as refused:
        leave(camille, tmp_path / "l.csv")
    assert refused.value.code == "role_insuffisant"
    assert list(tmp_path.glob("l.csv*")) == []
    camille.close()


def test_an_empty_list_is_a_file_with_its_titles(office: Office, tmp_path: Path) -> None:
    assert leave(office, tmp_path / "l.csv").lignes == 0
    assert (tmp_path / "l.csv").read_text("utf-8-sig").startswith('"Repère";')
    assert list_exports(office.ports) == []


@pytest.mark.parametrize(
    ("said", "name", "code"),
    [
        ({"motif": "autre_chose"}, "l.csv", "motif_inconnu"),
        ({"columns": ("inconnu",)}, "l.csv", "champ_inconnu"),
        ({"query": Query("signalement", (("inconnu", "x"),))}, "l.csv", "champ_inconnu"),
        ({"destinataire": "x" * 200}, "l.csv", "destinataire_invalide"),
        ({}, "l.docx", "format_inconnu"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    office: Office, tmp_path: Path, said: dict[str, object], name: str, code: str
) -> None:
    with pytest.raises(RefusError) as refused:
        leave(office, tmp_path / name, **said)
    assert refused.value.code == code
    assert list(tmp_path.glob("l.*")) == []
    assert list_exports(office.ports) == []


def test_a_list_too_long_for_paper_is_a_spreadsheet(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvl_desktop.services.exports.PRINTED_MAX", 1)
    for _ in range(2):
        add_record(office.ports, "signalement", CHAMPS)
    with pytest.raises(RefusError) as refused:
        leave(office, tmp_path / "l.pdf")
    assert refused.value.code == "export_trop_long"
    assert leave(office, tmp_path / "l.ods").lignes == 2
    assert PRINTED_MAX >= 500


def test_a_long_list_takes_several_lines_of_the_register_and_stays_one(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvl_desktop.services.exports._RECS_MAX", 2)
    recs = [add_record(office.ports, "signalement", {**CHAMPS, "recu_le": f"2026-11-0{n}"}) for n in range(1, 6)]
    done = leave(office, tmp_path / "l.csv", query=Query("signalement", order="recu_le"))
    (said,) = list_exports(office.ports)
    assert said.lignes == 5
    assert [each.rec for each in show_export(office.ports, done.numero)[1]] == recs


class Medium:
    """A medium that gives way at one of its steps."""

    def __init__(self, office: Office, step: str) -> None:
        self._medium, self._step = office.medium, step

    def create(self, target: Path) -> object:
        writer = self._medium.create(target)

        def fail(*_told: object) -> object:
            raise MediumFullError

        if self._step == "altered":
            setattr(writer, "read_back", lambda: iter([b"autre"]))  # noqa: B010
        else:
            setattr(writer, self._step, fail)
        return writer


@pytest.mark.parametrize(
    ("step", "code"),
    [("write", "support_plein"), ("settle", "support_plein"), ("altered", "support_defectueux")],
)
def test_a_medium_that_gives_way_leaves_neither_a_file_nor_a_line(
    office: Office, tmp_path: Path, step: str, code: str
) -> None:
    add_record(office.ports, "signalement", CHAMPS)
    target = tmp_path / "l.csv"
    wish = Wish(query=Query("signalement"))
    with pytest.raises(Exception) as refused:  # noqa: PT011 - its code is what people are told by
        export_list(office.ports, office.printer, Medium(office, step), office.nomenclatures, wish, target)  # type: ignore[arg-type]
    assert getattr(refused.value, "code", "") == code
    assert list(tmp_path.glob("l.csv*")) == []
    assert list_exports(office.ports) == []


def test_an_unknown_number_is_refused(office: Office) -> None:
    with pytest.raises(RefusError) as refused:
        show_export(office.ports, "Z9-12")
    assert refused.value.code == "export_inconnu"
