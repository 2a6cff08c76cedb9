"""The communes of France: 35 000 names, found while typing, without accents, by name or postal code."""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from heapq import nlargest
from typing import NamedTuple

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "-": " "})
_SHORT = {"st": "saint", "ste": "sainte"}


class Commune(NamedTuple):
    """One commune, arrondissement of a large city, or former commune (then `rattachement` says where it went)."""

    code: str
    nom: str
    departement: str
    codes_postaux: tuple[str, ...]
    population: int
    rattachement: str

    @property
    def libelle(self) -> str:
        """Return what tells it from its namesakes: « Saint-Denis (93) »."""
        return f"{self.nom} ({self.departement})"


def folded(text: str) -> str:
    """Return text as it is compared: no accent, no capital, no hyphen nor apostrophe, « st » and « ste » in full."""
    bare = text.lower().translate(_LIGATURES)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in bare.split())


class Communes:
    """All of them, by INSEE code, and searched by the beginning of a name, of a word in it, or of a postal code."""

    def __init__(self, read: Callable[[], Iterable[Commune]]) -> None:
        self._read = read

    @classmethod
    def from_tsv(cls, read: Callable[[], str]) -> "Communes":
        """Use the lines that build/nomenclatures.py wrote; they are read when first needed."""
        return cls(lambda: (_commune(line) for line in read().splitlines()))

    @cached_property
    def _by_code(self) -> dict[str, Commune]:
        return {commune.code: commune for commune in self._read()}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {commune.code: folded(commune.nom) for commune in self if not _is_former(commune)}

    @cached_property
    def _exact(self) -> dict[str, list[Commune]]:
        found: dict[str, list[Commune]] = {}
        for code, name in self._names.items():
            commune = self._by_code[code]
            for key in (name, *commune.codes_postaux):
                found.setdefault(key, []).append(commune)
        return found

    @cached_property
    def _index(self) -> list[tuple[str, str]]:
        keys = ((key, code) for code, name in self._names.items() for key in _keys(self._by_code[code], name))
        return sorted(keys)

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Commune]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Commune | None:
        """Return a commune by its INSEE code."""
        return self._by_code.get(code)

    def called(self, text: str) -> list[Commune]:
        """Return the communes of today whose whole name, or one of whose postal codes, this is."""
        return self._exact.get(folded(text), [])

    def search(self, text: str, *, limit: int = 20, departement: str | None = None) -> list[Commune]:
        """Return the communes of today that match: whole names, then names that begin so; the most peopled first."""
        wanted = folded(text)
        if not wanted:
            return []
        found = {code for code in self._starting(wanted) if departement in (None, self._by_code[code].departement)}
        return [self._by_code[code] for code in nlargest(limit, found, key=lambda code: self._rank(code, wanted))]

    def _rank(self, code: str, wanted: str) -> tuple[bool, bool, int, str]:
        name = self._names[code]
        return name == wanted, name.startswith(wanted), self._by_code[code].population, code

    def _starting(self, wanted: str) -> Iterator[str]:
        for place in range(bisect_left(self._index, (wanted, "")), len(self._index)):
            key, code = self._index[place]
            if not key.startswith(wanted):
                return
            yield code


def _is_former(commune: Commune) -> bool:
    return bool(commune.rattachement) and not commune.codes_postaux


def _keys(commune: Commune, name: str) -> set[str]:
    words = name.split()
    return {" ".join(words[start:]) for start in range(len(words))} | {*commune.codes_postaux, commune.code.lower()}


def _commune(line: str) -> Commune:
    code, nom, departement, codes_postaux, population, rattachement = line.split("\t")
    return Commune(code, nom, departement, tuple(codes_postaux.split()), int(population), rattachement)
