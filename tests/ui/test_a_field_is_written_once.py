"""A field is written once: one line of a trial kind is in payload, store, search, form, list, history and print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from pytestqt.qtbot import QtBot

from mvl_desktop.bootstrap import Post, SystemClock, default_settings, wire
from mvl_desktop.domain.champ import Champ, Fiche
from mvl_desktop.domain.kinds import required, trial
from mvl_desktop.domain.payload import flatten
from mvl_desktop.ports.store import Query
from mvl_desktop.services.founding import found_espace
from mvl_desktop.services.history import history_of
from mvl_desktop.services.lists import list_ids, list_rows
from mvl_desktop.services.printing import lay_out
from mvl_desktop.services.records import add_record, modify_record, search_records, show_record
from mvl_desktop.store.profile import prepare_store
from tests.fakes.stores import CHEAP
from tests.fakes.world import suite
from tests.ui.fakes import Clock, HandAlarms, ImmediateBackground, MemoryDesk
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.rows_model import RowsModel
from ui.views.record_form import RecordFormView


class Essai(Fiche, kind="essai", libelle="Essai", pluriel="Essais", titres=("titre",)):
    """A trial kind. `teinte` is the one line that this test is about."""

    titre: Annotated[str, Champ("Titre", groupe="Essai", liste=True, cherche=3)] = ""
    teinte: Annotated[str, Champ("Teinte du ciel", groupe="Essai", liste=True, filtre=True, cherche=2)] = ""


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with trial(Essai):
        new = prepare_store(tmp_path / "poste", "une phrase d’essai", crypto=suite(), clock=SystemClock(), costs=CHEAP)
        post = wire(default_settings(), tmp_path / "poste", new.confirm())
        found_espace(post.ports, "Essais")
        yield post
        post.close()


def test_in_the_payload(post: Post) -> None:
    assert flatten("essai", {"teinte": "mauve"}, {}, lambda: "") == {"teinte": "mauve"}
    id_ = add_record(post.ports, "essai", {"titre": "Soir", "teinte": "mauve"})
    assert show_record(post.ports, id_).champs["teinte"] == "mauve"


def test_in_lists_filters_and_search(post: Post) -> None:
    add_record(post.ports, "essai", {"titre": "Soir", "teinte": "mauve pâle"})
    add_record(post.ports, "essai", {"titre": "Matin", "teinte": "rose"})
    ids = list_ids(post.ports, Query("essai", (("teinte", "mauve pâle"),)))
    rows = [row for row in list_rows(post.ports, "essai", ids) if row]
    assert [row.values["teinte"] for row in rows] == ["mauve pâle"]
    assert search_records(post.ports, "mauve pal")[0] == 1


def test_in_history_and_print(post: Post) -> None:
    id_ = add_record(post.ports, "essai", {"titre": "Soir", "teinte": "mauve"})
    modify_record(post.ports, id_, {"teinte": "rose"})
    changed = history_of(post.ports, id_)[-1]["champs"]
    assert isinstance(changed, dict)
    assert changed["teinte"] == {"avant": "mauve", "apres": "rose", "arbitrage": False}
    lines = [
        (line.label, line.text)
        for section in lay_out(post.ports, id_, post.nomenclatures).sections
        for line in section.lines
    ]
    assert ("Teinte du ciel", "rose") in lines
    sheet = lay_out(post.ports, id_, post.nomenclatures)
    assert post.printer.pdf(sheet).startswith(b"%PDF")


def test_in_the_form_and_the_columns(qtbot: QtBot, desk: MemoryDesk, background: ImmediateBackground) -> None:
    with trial(Essai):
        declared = required("essai")
        form = RecordForm(desk, background, HandAlarms(), Clock())
        view = RecordFormView(declared, form, RecordSide(desk, background), desk, Clock())
        qtbot.addWidget(view)
        assert view.fields("teinte").has("teinte")
        columns = RowsModel(declared, desk, background, desk.wording).columns
        assert "Teinte du ciel" in [column.libelle for column in columns]
