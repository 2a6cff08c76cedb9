"""The window of duplicates, over the post in memory: pairs found page by page, compared, treated, parted again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.memory_duplicates import FIRST, PAIRS, SECOND, THIRD
from ui.view_models.duplicates import DuplicatesDesk
from ui.views import duplicates as module
from ui.views.duplicates import DuplicatesDialog
from ui.views.duplicates_forms import MergeForm, MergesDialog


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


@pytest.fixture
def dialog(qtbot: QtBot, desk: MemoryDesk) -> DuplicatesDialog:
    made = DuplicatesDialog(None, DuplicatesDesk(desk, ImmediateBackground(), 50))
    qtbot.addWidget(made)
    return made


def words(widget: MergeForm | DuplicatesDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_pairs_are_shown_the_likeliest_first_with_why(dialog: DuplicatesDialog) -> None:
    lines = [dialog.list.item(place).text() for place in range(dialog.list.count())]

    assert [line.split("\u00a0")[0] for line in lines] == ["97", "88"]
    assert "Même téléphone" in lines[0]
    assert FIRST.titre in lines[0]
    assert "2 paires" in dialog.heading.text()
    said = words(dialog)
    assert "≠ différent" in said
    assert "seulement le second" in said
    assert "= pareil" not in said
    dialog.sides.same.setChecked(True)
    assert "= pareil" in words(dialog)


def test_the_first_page_is_there_before_the_others(qtbot: QtBot, desk: MemoryDesk) -> None:
    background = HeldBackground()
    duplicates = DuplicatesDesk(desk, background, 50)
    dialog = DuplicatesDialog(None, duplicates)
    qtbot.addWidget(dialog)
    for _step in range(2):
        background.held.pop(0)()

    assert [pair.score for pair in duplicates.pairs] == [0.97]
    assert duplicates.busy
    assert dialog.halt.isVisibleTo(dialog)
    duplicates.stop()
    background.finish()
    assert [pair.score for pair in duplicates.pairs] == [0.97]


def test_what_is_compared_or_refused_after_the_window_is_left_disturbs_nobody(qtbot: QtBot, desk: MemoryDesk) -> None:
    background = HeldBackground()
    duplicates = DuplicatesDesk(desk, background, 50)
    dialog = DuplicatesDialog(None, duplicates)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with qtbot.waitSignal(dialog.destroyed):
        background.finish()
        dialog.list.setCurrentRow(1)
        dialog.close()

    heard: list[object] = []
    duplicates.compared.connect(heard.append)
    duplicates.refused.connect(heard.append)
    background.finish()
    desk.duplicates_refusal = "fusion_entre_espaces"
    duplicates.plan(FIRST.id, SECOND.id)
    background.finish()

    assert len(heard) == 2


def test_another_threshold_searches_again_and_stays_at_the_keyboard(dialog: DuplicatesDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.slider, Qt.Key.Key_PageUp)  # type: ignore[no-untyped-call]

    assert dialog.duplicates.threshold == 55
    assert "55" in dialog.slider_label.text()
    dialog.slider.setValue(90)
    assert dialog.list.count() == 1


def test_one_signalement_is_compared_alone(qtbot: QtBot, desk: MemoryDesk) -> None:
    dialog = DuplicatesDialog(None, DuplicatesDesk(desk, ImmediateBackground(), 50, THIRD.id))
    qtbot.addWidget(dialog)

    assert [pair.key for pair in dialog.duplicates.pairs] == [PAIRS[1].key]


def test_merging_asks_who_carries_on_and_what_is_kept(
    dialog: DuplicatesDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(form: MergeForm) -> bool:
        assert "Adresse ou nom du lieu" in form.taken.text()
        form.carries_on.setCurrentIndex(1)
        boxes = form._chosen
        assert [boxes["objet"].count(), boxes["resume"].count()] == [2, 3]
        boxes["resume"].setCurrentIndex(2)
        form.motif.setText("Même appelante")
        return True

    monkeypatch.setattr(MergeForm, "ask", answer)
    dialog.merge.click()

    assert desk.treated == (("fusion", SECOND.id, FIRST.id, "Même appelante"),)
    assert desk.merge_choices == {"objet": "garder", "resume": "les_deux"}
    assert dialog.list.count() == 1
    assert dialog.notice.isVisibleTo(dialog)


def test_a_merge_that_is_refused_says_why_and_cannot_go_on(
    dialog: DuplicatesDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.duplicates_refusal = "fusion_entre_espaces"
    seen: list[tuple[bool, str]] = []

    def answer(form: MergeForm) -> bool:
        seen.append((form.go_on.isEnabled(), words(form)))
        return False

    monkeypatch.setattr(MergeForm, "ask", answer)
    dialog.merge.click()

    assert not seen[0][0]
    assert "espaces différents" in seen[0][1]
    assert desk.treated == ()


def test_two_said_distinct_leave_the_list(
    dialog: DuplicatesDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((False, True))
    monkeypatch.setattr(module, "ask", lambda *_words: next(answers))
    dialog.distinguish.click()
    assert len(dialog.duplicates.pairs) == len(PAIRS)

    dialog.distinguish.click()

    assert desk.treated == (("distinct", FIRST.id, SECOND.id),)
    assert [pair.key for pair in dialog.duplicates.pairs] == [PAIRS[1].key]


def test_a_merge_is_undone_and_what_stays_is_said(
    dialog: DuplicatesDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.views.duplicates_forms.ask", lambda *_words: True)
    merges = MergesDialog(dialog, dialog.duplicates)
    assert THIRD.titre in merges.list.item(0).text()

    merges.undo.click()

    assert desk.treated == (("annule", THIRD.id),)
    assert merges.list.count() == 0
    assert not merges.undo.isEnabled()
    assert "Adresse ou nom du lieu" in words(dialog)


def test_everything_has_a_name_for_those_who_hear_it(dialog: DuplicatesDialog) -> None:
    unnamed: Callable[[], list[str]] = lambda: [  # noqa: E731
        type(each).__name__
        for each in (dialog.list, dialog.slider, dialog.bar, dialog.sides.area)
        if not each.accessibleName()
    ]
    assert unnamed() == []
