"""The sheet of a gardien on paper, and the public file that goes to the administrator. A seed is kept by neither.

Whoever prepares a sheet holds its seed for as long as it is being written, and in memory only.
"""

import base64
import binascii
import textwrap
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mvl_desktop.i18n import _
from mvl_desktop.ports.crypto import Crypto, CryptoError
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import KEM_PUBLIC
from mvl_desktop.services.files import read_small, write_whole
from mvl_desktop.services.refusals import RefusError

CARD_ENDING = ".mvl-gardien"
_MAGIC = "MVL-GARDIEN 1"
_CARD_MAX = 8192
_NAME_MAX = 120
_FINGERPRINT = 16


@dataclass(frozen=True, slots=True)
class Card:
    """What everybody may know of a gardien: a name, and the public key that keys are kept for."""

    name: str
    public: bytes

    @property
    def fingerprint(self) -> str:
        """Return what stands on the sheet, to be compared with what an administrator reads."""
        return fingerprint(self.public)


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a gardien's key: eight groups of four hexadecimal digits."""
    digits = digest("custodian", public)[:_FINGERPRINT].hex()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def prepare_sheet(
    crypto: Crypto, printer: Printer, target: Path, card: Path | None, name: str, espace: str, made_on: date
) -> Card:
    """Make a seed, write its sheet as a PDF and its public key to `card`; forget it, and return what is public.

    Raises RefusError: format_inconnu, ecriture_impossible.
    """
    if target.suffix.lower() != ".pdf":
        raise RefusError("format_inconnu")
    seed, public = crypto.new_custodian()
    made = Card(" ".join(name.split())[:_NAME_MAX], public)
    write_whole(target, printer.pdf(sheet_of(made, crypto.seed_words(seed), espace, made_on)))
    if card is not None:
        write_whole(card, write_card(made))
    return made


def sheet_of(card: Card, words: list[str], espace: str, made_on: date) -> Sheet:
    """Return the sheet of a gardien: 24 words, the same in a square code, and what to do with them."""
    about = [Line(_("Gardien"), card.name or _("à écrire à la main\u00a0: {blanc}").format(blanc="…" * 12))]
    if espace:
        about.append(Line(_("Espace"), espace))
    about.append(Line(_("Faite le"), f"{made_on:%d/%m/%Y}"))
    about.append(Line(_("Empreinte"), card.fingerprint))
    keep = (
        _("Vérifiez la fiche imprimée, puis supprimez le fichier de l’ordinateur et videz la corbeille."),
        _("Rangez-la sous clé, dans une enveloppe fermée, loin de celles des deux autres gardiens."),
        _("Ne la photographiez pas, ne la recopiez pas, ne l’envoyez pas."),
        _("Lisez l’empreinte, et elle seule, à l’administrateur qui vous la demande."),
    )
    day = (
        _("Deux gardiens ensemble ouvrent ce que l’espace contient\u00a0; un seul n’ouvre rien."),
        _("Tapez les 24 mots dans l’ordre, sans souci des accents ni des majuscules."),
        _("Perdue ou vue par un autre\u202f? Dites-le\u00a0: de nouvelles fiches la remplaceront."),
    )
    return Sheet(
        title=_("Fiche de gardien"),
        subtitle=_("Une des trois clés de secours d’un espace MVL"),
        sections=(
            Section(_("Les 24 mots"), tuple(Line(str(rank), word) for rank, word in enumerate(words, 1)), "mots"),
            Section(_("À garder"), tuple(Line(each) for each in keep), "puces"),
            Section(_("Le jour où elle sert"), tuple(Line(each) for each in day), "puces"),
        ),
        marking=_("Secret. À garder sur papier, jamais sur un ordinateur."),
        glance=tuple(about),
        code=" ".join(words),
    )


def write_card(card: Card) -> bytes:
    """Write the public file of a gardien."""
    key = textwrap.fill(base64.b64encode(card.public).decode("ascii"), 76)
    return f"{_MAGIC}\nnom: {card.name}\nempreinte: {card.fingerprint}\n{key}\n".encode()


def read_card(path: Path, crypto: Crypto) -> Card:
    """Read the public file of a gardien.

    Raises RefusError: fichier_introuvable, fichier_illisible, fichier_trop_grand, carte_gardien_invalide.
    """
    try:
        magic, name, said, *key = read_small(path, _CARD_MAX).decode("utf-8-sig").splitlines()
        public = base64.b64decode("".join(key), validate=True)
        card = Card(" ".join(name.removeprefix("nom:").split())[:_NAME_MAX], public)
        if magic != _MAGIC or len(public) != KEM_PUBLIC or said.removeprefix("empreinte:").strip() != card.fingerprint:
            raise RefusError("carte_gardien_invalide")
        # A key that seals nothing would be found out on the day that it is needed.
        crypto.seal_escrow(bytes(32), bytes(16), 0, [public] * 3)
    except (UnicodeDecodeError, ValueError, binascii.Error, CryptoError) as error:
        raise RefusError("carte_gardien_invalide") from error
    return card
