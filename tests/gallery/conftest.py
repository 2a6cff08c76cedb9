"""The eye is tried offscreen; the pictures are taken in a process of their own."""

import os

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of windows that it can neither limit nor raise them; nothing else may be said."""
    for item in items:
        if "gallery" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints|support raise"))
