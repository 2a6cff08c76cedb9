"""Attacks on the desktop and on what it leaves behind. Windows are offscreen, in French, as in `tests/ui`."""

from pathlib import Path

import pytest

from tests.ui.conftest import _no_window_left, alarms, background, desk, qapp_args, theme

__all__ = ["_no_window_left", "alarms", "background", "desk", "qapp_args", "theme"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of windows that it can neither limit nor raise them; nothing else may be said."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints|support raise|grabbing the keyboard"))
