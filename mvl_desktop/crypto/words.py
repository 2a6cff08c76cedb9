"""The seed of a custodian as the 24 French words of BIP 39, whose last eight bits are a checksum.

People type words as they can: any case, with or without accents, between spaces, line ends, commas, or behind the
numbers of the sheet.
"""

import re
import unicodedata
from functools import lru_cache

from mnemonic import Mnemonic

from mvl_desktop.crypto.primitives import KEY
from mvl_desktop.ports.crypto import CryptoError, WordsError

COUNT = 24


def write(seed: bytes) -> list[str]:
    """Write a seed of 32 bytes as 24 words, in the spelling of French (NFC)."""
    if len(seed) != KEY:
        raise CryptoError
    return unicodedata.normalize("NFC", _french().to_mnemonic(seed)).split()


def read(text: str) -> bytes:
    """Read the words of a sheet; WordsError when one is missing, unknown, or when together they are no seed."""
    typed = re.findall(r"[a-z]+", plain(text))
    if len(typed) != COUNT:
        raise WordsError("mots_nombre")
    listed = _listed()
    for rank, word in enumerate(typed, 1):
        if word not in listed:
            raise WordsError("mot_inconnu", rank)
    try:
        return bytes(_french().to_entropy([listed[word] for word in typed]))
    except ValueError as error:
        raise WordsError("mots_incoherents") from error


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    split = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


@lru_cache(maxsize=1)
def _french() -> Mnemonic:
    return Mnemonic("french")


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """Return the words of the list by their plain spelling: no two of them differ by an accent alone."""
    return {plain(word): word for word in _french().wordlist}
