"""The sentence of an error code, in the language in use; the command line reads the same ones, in French."""

from functools import cache

from mvl_desktop.i18n import _
from mvl_desktop.settings import Settings
from ui.resources import resource


def sentence(code: str) -> str:
    """Return the sentence that tells a person what happened and what to do."""
    return _(_settings().message(code).phrase)


@cache
def _settings() -> Settings:
    return Settings(resource())
