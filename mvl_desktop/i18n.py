"""The language of what people read: French is the source, a catalogue of gettext gives the others.

Mark with `_` what is read at once, with `N_` what is read later (`_` again, then): `_("{n} pièces").format(n=…)`, never
an f-string inside. Without a catalogue the French plural holds: 0 and 1 are singular. `build/translations.py` makes the
catalogues.
"""

import gettext
import os
from pathlib import Path

DOMAIN = "mvl"
LIBRARIES = "click"
"""What libraries say by themselves, through gettext: they take the language from the environment of the process."""
SOURCE = "fr"


class _French(gettext.NullTranslations):
    """The source language, with its own plural."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


class _Current:
    """The one choice of the process: a person reads one language at a time."""

    catalogue: gettext.NullTranslations = _French()
    language: str = SOURCE


def use(language: str, folder: Path) -> None:
    """Read in this language from now on; French when there is no catalogue for it in `folder`."""
    _Current.catalogue, _Current.language = _French(), SOURCE
    if language != SOURCE and gettext.find(DOMAIN, str(folder), [language]):
        _Current.catalogue = gettext.translation(DOMAIN, str(folder), [language])
        _Current.language = language
    os.environ["LANGUAGE"] = _Current.language
    gettext.bindtextdomain(LIBRARIES, str(folder))
    gettext.textdomain(LIBRARIES)


def language() -> str:
    """Return the code of the language in use."""
    return _Current.language


def _(text: str) -> str:
    """Return a text in the language in use; the empty text stays empty."""
    return _Current.catalogue.gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's users know
    """Mark a text that `_` will translate when it is shown."""
    return text


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form that suits a number: 0 and 1 are singular in French."""
    return _Current.catalogue.ngettext(singular, plural, n)
