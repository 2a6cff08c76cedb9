"""What nobody expected: a number for the person, a place for the log, and never what was typed."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qInstallMessageHandler

from ui.crash import install, place_of

SECRET = "Madame Exemple a téléphoné"


@pytest.fixture
def told() -> Iterator[list[str]]:
    kept = sys.excepthook, threading.excepthook, sys.unraisablehook
    numbers: list[str] = []
    install(numbers.append)
    qInstallMessageHandler(None)
    yield numbers
    sys.excepthook, threading.excepthook, sys.unraisablehook = kept


def _broken() -> ValueError:
    try:
        int(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_an_incident_is_told_and_written_without_data(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    error = _broken()
    sys.excepthook(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    assert len(told) == 1
    assert said.startswith(f"incident {told[0]} ValueError tests.ui.test_crash:")
    assert "téléphoné" not in said
    assert place_of(error).startswith("ValueError tests.ui.test_crash:")


def test_an_incident_while_telling_one_does_not_loop() -> None:
    kept = sys.excepthook, threading.excepthook, sys.unraisablehook
    calls: list[str] = []

    def tell(number: str) -> None:
        calls.append(number)
        error = _broken()
        sys.excepthook(type(error), error, error.__traceback__)

    install(tell)
    qInstallMessageHandler(None)
    error = _broken()
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook, threading.excepthook, sys.unraisablehook = kept
    assert len(calls) == 1
