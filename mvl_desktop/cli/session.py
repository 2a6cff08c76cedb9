"""What the commands of one call share: the profile, the passphrase, how to answer, and the post once it is open."""

import getpass
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import click

from mvl_desktop.bootstrap import Post, default_settings, open_post
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.files import read_small, write_whole
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.standing import is_revoked
from mvl_desktop.settings import Settings

LEFT_TO_REVOKED = frozenset(
    {"lot", "synchroniser", "poste", "espace", "verifier", "autotest", "journal", "sauvegarder"}
)
"""Commands of a post that every espace has closed: hand over, enter anew, check. Never its records."""
PHRASE_MAX = 4096
JSON_MAX = 64 << 20


@dataclass
class Session:
    """One call of `mvl`."""

    profil: Path | None
    phrase_fichier: Path | None
    as_json: bool
    settings: Settings = field(default_factory=default_settings)
    chained: bool = False
    _post: Post | None = None

    @property
    def profile(self) -> Path:
        """Return the profile's folder; a usage error when none was given."""
        if self.profil is None:
            raise click.UsageError(_("Indiquez le dossier du profil\u00a0: --profil DOSSIER."))
        return self.profil

    @property
    def post(self) -> Post:
        """Open the post, once for all the commands of this call."""
        return self._refuse_revoked(self._post or self.open())

    @property
    def ports(self) -> Ports:
        """Return the ports of the open post."""
        return self.post.ports

    def phrase(self) -> str:
        """Return the passphrase: from its file, else asked for on the terminal."""
        if self.phrase_fichier is not None:
            return read_secret(self.phrase_fichier)
        if not sys.stdin.isatty() or self.chained:
            raise RefusError("non_deverrouille")
        return getpass.getpass(_("Phrase de passe\u00a0: "))

    def open(self) -> Post:
        """Open the post now, so that what keeps it shut is said at once."""
        self._post = open_post(self.settings, self.profile, self.phrase())
        return self._post

    def _refuse_revoked(self, post: Post) -> Post:
        """Leave to a revoked post what hands its work over or makes it a post again. RefusError: poste_revoque."""
        context = click.get_current_context(silent=True)
        words = context.command_path.split() if context is not None else []
        if len(words) > 1 and words[1] not in LEFT_TO_REVOKED and is_revoked(post.ports):
            raise RefusError("poste_revoque")
        return post

    def close(self) -> None:
        """Close the post if it was opened."""
        if self._post is not None:
            self._post.close()
            self._post = None

    def answer(self, document: Mapping[str, object], *lines: str) -> None:
        """Give the result: one JSON document, or lines for a person."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, sort_keys=False))
        else:
            for line in lines:
                click.echo(line)

    def say(self, line: str) -> None:
        """Tell a person something that is not the result."""
        click.echo(line, err=True)


def read_secret(path: Path) -> str:
    """Read the first line of a file that holds a passphrase or a code. RefusError: fichier_introuvable…"""
    raw = read_small(path, PHRASE_MAX)
    try:
        return raw.decode("utf-8-sig").splitlines()[0] if raw else ""
    except (UnicodeDecodeError, IndexError):
        raise RefusError("fichier_illisible") from None


def read_document(source: str) -> dict[str, object]:
    """Read the fields of a record from a JSON file, or from standard input (`-`). RefusError: json_invalide."""
    raw = _read(source)
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise RefusError("json_invalide") from None
    if not isinstance(document, dict):
        raise RefusError("json_invalide")
    return document


def read_text(source: str) -> str:
    """Read a text from a file, or from standard input (`-`). RefusError: fichier_introuvable, fichier_illisible…"""
    try:
        return _read(source).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusError("fichier_illisible") from None


def shipped_entries(session: Session, folder: str) -> list[dict[str, object]]:
    """Return what comes with the application in a folder of its resources, whose files each hold several entries."""
    sources = sorted((session.settings.resources / folder).glob("*.json"))
    return [entry for source in sources for entry in json.loads(source.read_text(encoding="utf-8"))]


def write_new(path: Path, data: bytes) -> None:
    """Write a small file under its name at once, in a folder made if need be. RefusError: ecriture_impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise RefusError("ecriture_impossible") from None
    write_whole(path, data)


def pass_session(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its session."""
    return click.make_pass_decorator(Session)(command)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines whose columns stand under each other."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def code_of(error: Exception) -> str:
    """Return the stable code of an error."""
    return str(getattr(error, "code", "erreur_interne")) if isinstance(error, Exception) else "erreur_interne"


def _read(source: str) -> bytes:
    return sys.stdin.buffer.read(JSON_MAX + 1) if source == "-" else read_small(Path(source), JSON_MAX)


def _no_constant(_name: str) -> NoReturn:
    raise ValueError
