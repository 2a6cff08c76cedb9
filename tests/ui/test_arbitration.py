"""The page of conflicts: everything by the keyboard, differences that are not a matter of colour, undo, groups."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import NOON, HeldBackground, ImmediateBackground, MemoryDesk, conflict
from tests.ui.hands import CTRL, click, press, write
from ui.arbitration_values import Contest
from ui.values import Conflict, Version
from ui.view_models.arbitration import Arbitration
from ui.views.arbitration import ArbitrationView
from ui.views.arbitration_together import TogetherDialog
from ui.views.arbitration_words import Differences

Key = Qt.Key


def narrative(rec: str) -> Conflict:
    """Return two texts over a third."""
    texts = ("Un appel le 3. La famille s’inquiète.", "Un appel. La famille ne s’inquiète plus.")
    versions = tuple(
        Version(f"{device}-1", poste, NOON - timedelta(hours=n), text, text, device == "bb", "reçue par le service")
        for n, (device, poste, text) in enumerate(zip(("aa", "bb"), ("Camille", "Claude"), texts, strict=True))
    )
    base = "Un appel. La famille s’inquiète."
    return Conflict(
        rec,
        "signalement",
        "Stage de jeûne",
        "resume",
        "Résumé des faits",
        versions,
        (Version("aa-0", "Camille", NOON, base, base),),
        "Un appel le 3. La famille s’inquiète. La famille ne s’inquiète plus.",
    )


@pytest.fixture
def desk() -> MemoryDesk:
    made = MemoryDesk()
    made.found_conflicts = [conflict(rec) for rec in ("r1", "r2", "r3")]
    return made


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk) -> ArbitrationView:
    made = ArbitrationView(Arbitration(desk, ImmediateBackground()), desk, lambda: NOON)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.refresh()
    made.list.setFocus()
    return made


def focused(view: ArbitrationView) -> QWidget:
    """Return what has the keyboard in this window, whichever window is in front."""
    found = view.window().focusWidget()
    assert found is not None
    return found


def shown(view: ArbitrationView) -> str:
    assert view.case.current is not None
    return view.case.current.id


def test_one_goes_through_the_queue_by_letters_and_by_arrows(view: ArbitrationView) -> None:
    assert shown(view) == "r1"
    press(focused(view), Key.Key_J)
    assert shown(view) == "r2"
    press(focused(view), Key.Key_J)
    press(focused(view), Key.Key_J)
    assert shown(view) == "r3", "the last one stays"
    press(focused(view), Key.Key_K)
    assert shown(view) == "r2"
    press(view.list, Key.Key_Down)
    assert shown(view) == "r3"


@pytest.mark.parametrize(("key", "sign"), [(Key.Key_2, "2"), (Key.Key_Eacute, "é")])
def test_a_french_keyboard_chooses_with_the_shift_key_or_without(view: ArbitrationView, key: Key, sign: str) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if sign.isdecimal() else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(focused(view), QKeyEvent(QEvent.Type.KeyPress, key, held, sign))
    assert view.case.choices["bb-1"].isChecked()


def test_a_morning_without_the_mouse(view: ArbitrationView, desk: MemoryDesk) -> None:
    press(focused(view), Key.Key_2)
    assert view.case.choices["bb-1"].isChecked()
    press(focused(view), Key.Key_Return, CTRL)
    assert focused(view) is view.case.typed, "a decision has a reason: one is taken there"
    write(view.case.typed, "jc1 tdk")
    assert (view.case.typed.text(), shown(view)) == ("jc1 tdk", "r1"), "whoever types keeps the letters"
    press(view.case.typed, Key.Key_Return, CTRL)
    assert desk.decisions == [("objet", "bb-1", "jc1 tdk")]
    assert shown(view) == "r2", "the next one opens by itself"
    assert view.case.motif.menu.actions()[0].text() == "jc1 tdk", "recent reasons are offered"
    press(focused(view), Key.Key_T)
    assert view.case.editor is not None
    assert focused(view) is view.case.editor.buddy()
    write(focused(view), "Écrit")
    press(focused(view), Key.Key_Return, CTRL)
    write(view.case.typed, "synthèse")
    press(view.case.typed, Key.Key_Return)
    assert desk.decisions[-1] == ("objet", "Écrit", "synthèse")
    view.list.setFocus()
    press(view.list, Key.Key_Z, CTRL)
    press(view.list, Key.Key_Z, CTRL)
    assert {each.id for each in desk.found_conflicts} == {"r1", "r2", "r3"}


def test_a_figure_pressed_before_the_next_one_is_shown_chooses_nothing(qtbot: QtBot, desk: MemoryDesk) -> None:
    held = HeldBackground()
    view = ArbitrationView(Arbitration(desk, held), desk, lambda: NOON)
    qtbot.addWidget(view)
    view.show()
    view.refresh()
    held.finish()
    press(view.list, Key.Key_2)
    write(view.case.typed, "lu")
    press(view.case.typed, Key.Key_Return)
    held.held.pop(0)()
    assert len(view.arbitration.queue.lines) == 2, "the decision is written; the next one is on its way"
    press(view.list, Key.Key_2)
    assert not any(choice.isEnabled() for choice in view.case.choices.values())
    held.finish()
    assert shown(view) == "r2"
    assert not any(choice.isChecked() for choice in view.case.choices.values())
    press(view.list, Key.Key_2)
    assert view.case.choices["bb-1"].isChecked()


def test_what_differs_is_said_by_signs_and_to_who_listens(view: ArbitrationView, desk: MemoryDesk) -> None:
    desk.found_conflicts.insert(0, narrative("r0"))
    view.refresh()
    view.select("r0")
    first, second = view.case.findChildren(Differences)[-2:]
    assert "[+ le 3 +]" in first.toPlainText()
    assert "[+" in second.toPlainText()
    assert "ne" in second.accessibleDescription()
    assert second.accessibleDescription().startswith("Ajouté\u00a0:")
    press(view.list, Key.Key_D)
    assert first.toPlainText() == "Un appel le 3. La famille s’inquiète."
    assert not first.accessibleDescription()


def test_a_removed_word_is_struck_and_signed() -> None:
    made = Differences("Elle a porté plainte.", "Elle n’a pas porté plainte.")
    assert made.toPlainText() == "Elle [\u2212 n’ \u2212] a [\u2212 pas \u2212] porté plainte."
    assert "pas" in made.accessibleDescription()
    assert "Retiré" in made.accessibleDescription()
    assert Differences("Rien.", "Rien.").toPlainText() == "Rien."


def test_a_union_is_proposed_read_again_and_changed(view: ArbitrationView, desk: MemoryDesk) -> None:
    desk.found_conflicts = [narrative("r0")]
    view.refresh()
    press(view.list, Key.Key_C)
    assert view.case.editor is not None
    assert "La famille ne s’inquiète plus." in str(view.case.editor.value())
    write(view.case.editor.buddy(), "Relu. ")
    write(view.case.typed, "les deux sont vrais")
    click(view.case.decide)
    champ, value, motif = desk.decisions[0]
    assert (champ, motif) == ("resume", "les deux sont vrais")
    assert str(value).startswith("Relu. Un appel le 3.")


def test_an_element_kept_by_one_is_proposed_to_be_kept(view: ArbitrationView, desk: MemoryDesk) -> None:
    made = conflict("r0", "personnes/00000000000000aa", "Personnes")
    sides = (replace(made.versions[0], valeur=True, dite="Élément"), replace(made.versions[1], valeur=None))
    desk.found_conflicts = [replace(made, versions=sides, proposition=True)]
    view.refresh()
    assert not view.case.choices["autre"].isVisible()
    press(view.list, Key.Key_C)
    assert view.case.choices["aa-1"].isChecked()


def test_a_doubted_clock_and_a_contest_are_said(view: ArbitrationView, desk: MemoryDesk) -> None:
    contested = replace(narrative("r0"), contestations=(Contest("la lettre dit le 13", "Claude", NOON),))
    desk.found_conflicts = [contested]
    view.refresh()
    said = " ".join(each.text() for each in view.case.findChildren(QWidget) if hasattr(each, "text"))
    assert "Horloge douteuse" in said
    assert "la lettre dit le 13" in said
    assert "reçue par le service" in said


def test_what_changed_since_it_was_shown_is_shown_again(view: ArbitrationView, desk: MemoryDesk) -> None:
    press(focused(view), Key.Key_1)
    write(view.case.typed, "pour voir")
    desk.refusal = "conflit_change"
    click(view.case.decide)
    assert desk.decisions == []
    assert "D’autres valeurs sont arrivées" in view.notice.said.text()
    assert shown(view) == "r1"
    assert not view.case.decide.isEnabled(), "one chooses again among what is there"


def test_the_queue_is_ordered_and_filtered(view: ArbitrationView, desk: MemoryDesk) -> None:
    desk.found_conflicts.append(narrative("r9"))
    view.refresh()
    view.order.setCurrentIndex(2)
    view.order.activated.emit(2)
    assert view.arbitration.queue.lines[0].id == "r9"
    box = view.filters["champ"]
    box.setCurrentIndex(box.findData("resume"))
    box.activated.emit(0)
    assert [line.id for line in view.arbitration.queue.lines] == ["r9"]
    assert view.total.text() == "1 sur 4"
    desk.found_conflicts.pop()
    view.refresh()
    assert view.pages.currentIndex() == 2, "the others are left aside by the filters, and it is said"
    click(view.all_button)
    assert len(view.arbitration.queue.lines) == 3


def test_ten_thousand_are_listed_without_being_drawn(view: ArbitrationView, desk: MemoryDesk) -> None:
    desk.found_conflicts = [conflict(f"r{number}") for number in range(10_000)]
    view.refresh()
    assert view.model.rowCount() == 10_000
    assert view.list.uniformItemSizes()


def test_a_group_is_read_cut_down_decided_and_taken_back(
    view: ArbitrationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(dialog: TogetherDialog) -> bool:
        asked.append(dialog.go_on.text())
        assert not dialog.go_on.isEnabled()
        dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        dialog.motif.typed.setText("orthographe")
        asked.append(dialog.go_on.text())
        return dialog.go_on.isEnabled()

    monkeypatch.setattr(TogetherDialog, "ask", answer)
    click(view.together)
    assert asked == ["Décider 3 champs", "Décider 2 champs"]
    assert len(desk.found_conflicts) == 1
    assert view.notice.said.text() == "2 champs décidés."
    click(view.undo)
    assert len(desk.found_conflicts) == 3


def test_everything_that_takes_the_focus_has_a_name(view: ArbitrationView, desk: MemoryDesk) -> None:
    desk.found_conflicts.insert(0, narrative("r0"))
    view.refresh()
    view.select("r0")
    reached = [each for each in view.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [each for each in reached if each.isVisible() and not (each.accessibleName() or _text(each))]
    assert [type(each).__name__ for each in nameless] == []


def _text(widget: QWidget) -> str:
    return str(widget.text()) if hasattr(widget, "text") else ""
