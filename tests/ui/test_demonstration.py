"""A demonstration lies in its own folder, is thrown away whole, and never touches a folder that is not its own."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.hands import click
from ui import demonstration
from ui.app import BootstrapPosts, DemoPosts, Program, relaunch_command
from ui.views.demonstration import DemoBar, WindowMarks, mark


def _fill(folder: Path) -> Path:
    made = folder / "camille"
    made.mkdir()
    (made / "magasin.db").write_text("fictif", encoding="utf-8")
    (folder / "retour.mvl").touch()
    return made


def test_it_is_made_thrown_away_and_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "mvl-demonstration"
    for _ in range(2):
        demonstration.make(folder, _fill)
        assert demonstration.is_demo(demonstration.demo_profile(folder))
        assert {each.name for each in folder.iterdir()} == {demonstration.MARK, "profil"}
    demonstration.discard(folder)
    assert not demonstration.demo_profile(folder).exists()


def test_half_a_demonstration_is_never_left_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "mvl-demonstration"

    def fails(making: Path) -> Path:
        _fill(making)
        raise OSError

    with pytest.raises(RefusError):
        demonstration.make(folder, fails)
    assert not demonstration.demo_profile(folder).exists()
    demonstration.make(folder, _fill)
    assert demonstration.demo_profile(folder).exists()


def test_a_folder_of_somebody_is_never_thrown_away(tmp_path: Path) -> None:
    real = tmp_path / "mvl"
    real.mkdir()
    (real / "magasin.db").write_text("le travail d’une année", encoding="utf-8")
    for act in (demonstration.discard, lambda folder: demonstration.make(folder, _fill)):
        with pytest.raises(RefusError) as refused:
            act(real)
        assert refused.value.code == "profil_etranger"
    assert (real / "magasin.db").read_text(encoding="utf-8") == "le travail d’une année"

    mixed = tmp_path / "mixte"
    demonstration.make(mixed, _fill)
    (mixed / "notes.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(RefusError):
        demonstration.discard(mixed)
    assert (mixed / "notes.txt").exists()
    assert not demonstration.is_demo(real)

    alike = tmp_path / "semblable"
    (alike / "profil").mkdir(parents=True)
    (alike / "profil" / "magasin.db").touch()
    with pytest.raises(RefusError):
        demonstration.discard(alike)
    assert (alike / "profil" / "magasin.db").exists(), "only the mark makes a folder ours"


def test_the_demonstration_lies_beside_the_profile_and_comes_back_to_it(tmp_path: Path) -> None:
    profile = tmp_path / "profil"
    posts = Program(profile, demonstration=True).posts()
    assert isinstance(posts, DemoPosts)
    assert posts.demonstration
    assert not posts.exists()
    assert not Program(profile, demonstration=False).posts().demonstration
    assert relaunch_command(profile, demonstration=True)[-3:] == ["--profil", str(profile), "--demonstration"]
    assert "--demonstration" not in relaunch_command(profile)


def test_a_real_profile_makes_no_demonstration(tmp_path: Path) -> None:
    with pytest.raises(RefusError):
        BootstrapPosts(tmp_path / "profil").make_demonstration()


def test_every_window_says_that_it_is_one(qtbot: QtBot, qapp: QApplication) -> None:
    marks = WindowMarks(qapp)
    try:
        window = QMainWindow()
        dialog = QDialog(window)
        for each, title in ((window, "MVL – Échanges"), (dialog, "Inviter un poste")):
            qtbot.addWidget(each)
            each.setWindowTitle(title)
            each.show()
            assert each.windowTitle() == f"{mark()} – {title}"
        window.setWindowTitle("MVL – Postes")
        assert window.windowTitle() == f"{mark()} – MVL – Postes"
    finally:
        qapp.removeEventFilter(marks)


def test_it_is_thrown_away_only_when_somebody_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = DemoBar(window)
    window.show()
    heard: list[str] = []
    bar.wants_again.connect(lambda: heard.append("refaire"))
    bar.wants_out.connect(lambda: heard.append("quitter"))
    answers = [False, True]
    monkeypatch.setattr("ui.views.demonstration.ask", lambda *_words, **_more: answers.pop(0))
    click(bar.again)
    assert heard == []
    click(bar.again)
    click(bar.leave)
    assert heard == ["refaire", "quitter"]
    assert bar.isVisible()
