"""The command line of the application, in French as that of `mvl`: argparse would speak English around it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from mvl_desktop.i18n import _

_NAME = "mvl-desktop"
_PROFILE = "--profil"
_REFUSED = 2


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what is asked for; leaves with the help, or with why it is refused."""
    parser = _Parser(prog=_NAME, add_help=False, exit_on_error=False)
    parser.add_argument(_PROFILE, type=Path)
    parser.add_argument("--demonstration", action="store_true")
    parser.add_argument("--aide", action="help")
    try:
        options, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        parser.refuse(_misused(error.argument_name or ""))
    for word in unknown:
        parser.refuse(_unknown(word))
    return options


class _Parser(argparse.ArgumentParser):
    """Reads options, and says in French what they are."""

    def format_usage(self) -> str:
        return _("Emploi\u00a0: {programme} [OPTIONS]").format(programme=self.prog) + "\n"

    def format_help(self) -> str:
        said = (
            (f"{_PROFILE} {_('DOSSIER')}", _("dossier du profil")),
            ("--demonstration", _("ouvre des données fictives, dans un profil à part")),
            ("--aide", _("affiche cette aide")),
        )
        wide = max(len(option) for option, _told in said)
        lines = (f"  {option:<{wide}}  {told}" for option, told in said)
        return "\n".join((self.format_usage(), _("MVL, sur ce poste."), "", _("Options\u00a0:"), *lines, ""))

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse refuses by itself: its sentence is in English."""
        del message
        self.refuse(_("Les options ne sont pas comprises."))

    def refuse(self, why: str) -> NoReturn:
        """Leave, and say why."""
        help_ = _("«\u00a0{programme} --aide\u00a0» montre l’aide.").format(programme=self.prog)
        error = _("Erreur\u00a0: {message}").format(message=why)
        self.exit(_REFUSED, f"{self.format_usage()}{help_}\n\n{error}\n")


def _misused(option: str) -> str:
    if option == _PROFILE:
        return _("L’option «\u00a0{option}\u00a0» attend une valeur.").format(option=option)
    return _("L’option «\u00a0{option}\u00a0» ne prend pas de valeur.").format(option=option)


def _unknown(word: str) -> str:
    if word.startswith("-"):
        return _("L’option «\u00a0{option}\u00a0» n’existe pas.").format(option=word.partition("=")[0])
    return _("Argument en trop\u00a0: {argument}").format(argument=word)
