"""The French sentence of an error code; the command line reads the same ones (resources/messages.json)."""

from functools import cache

from mvl_desktop.settings import Settings
from ui.resources import resource


def sentence(code: str) -> str:
    """Return the sentence that tells a person what happened and what to do."""
    return _settings().message(code).phrase


@cache
def _settings() -> Settings:
    return Settings(resource())
