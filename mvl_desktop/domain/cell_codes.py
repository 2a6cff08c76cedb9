"""Codes of lists, départements and communes as people write them in a spreadsheet: by code, by label, by name.

Nothing is guessed: what names two things is refused with the two.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from mvl_desktop.domain.commune import Commune, folded
from mvl_desktop.domain.nomenclature import COMMUNES, Nomenclatures

_DEPARTEMENTS: Final = "departements"
_SEPARATORS: Final = ("\n", ";", "|", ",", "/")
_UNKNOWN: Final = re.compile(r"valeur inconnue \(([0-9A-Za-z][0-9A-Za-z_.-]{0,63})\)\Z")
_NUMBERED: Final = re.compile(r"(\d{1,3}|2[ab])\s*[-–:]?\s+(.+)\Z", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(.+?)\s*\(\s*(\d{1,5}|2[ab]\d{0,3})\s*\)\Z", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(\d{4,5}|2[ab]\d{3})\s+(\D.+)\Z", re.IGNORECASE)
_AFTER: Final = re.compile(r"(\D.*?)[\s,]+(\d{4,5}|2[ab]\d{3})\Z", re.IGNORECASE)
_CODE: Final = re.compile(r"\d{4,5}\Z|2[ab]\d{3}\Z", re.IGNORECASE)
_NAMED_MAX: Final = 4


class UnknownCodeError(ValueError):
    """A text names nothing of a list, or several things: `found` says which."""

    def __init__(self, code: str, text: str, found: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code, self.text, self.found = code, text, tuple(found)


class CodeReader:
    """Finds codes in the lists of this post; `say` gives a label in the language of the screen."""

    def __init__(self, lists: Nomenclatures, say: Callable[[str], str] = str) -> None:
        self._lists, self._say = lists, say
        self._known: dict[str, dict[str, set[str]]] = {}
        self._read: dict[tuple[str, str, str], str] = {}

    def one(self, liste: str, text: str, *, departement: str = "", header: str = "") -> str:
        """Return the code that a text names; `departement` and the column's header help with communes.

        Raises UnknownCodeError: code_inconnu, code_ambigu, commune_inconnue, commune_ambigue, code_postal_ambigu.
        """
        asked = (liste, text, departement + "\n" + header)
        if asked not in self._read:
            found = self._commune(text, departement, header) if liste == COMMUNES else self._code(liste, text)
            if len(self._read) > 20_000:
                self._read.clear()
            self._read[asked] = found
        return self._read[asked]

    def several(self, liste: str, text: str, separator: str = "") -> list[str]:
        """Return the codes that a cell names, whatever separates them, and though a label may hold a comma."""
        if separator:
            return [self.one(liste, part) for each in text.split(separator) if (part := each.strip())]
        try:
            return [self.one(liste, text)]
        except UnknownCodeError as error:
            refused = error
        for sign in _SEPARATORS:
            if sign not in text:
                continue
            try:
                return self._joined(liste, [part.strip() for part in text.split(sign)], sign)
            except UnknownCodeError as error:
                refused = error
        raise refused

    def _joined(self, liste: str, parts: Sequence[str], sign: str) -> list[str]:
        """Read parts from the left, the longest label first."""
        found: list[str] = []
        place = 0
        while place < len(parts):
            for end in range(len(parts), place, -1):
                text = f"{sign} ".join(parts[place:end]).strip()
                if not text:
                    break
                try:
                    found.append(self.one(liste, text))
                except UnknownCodeError:
                    if end == place + 1:
                        raise
                    continue
                break
            place = end
        return found

    def _code(self, liste: str, text: str) -> str:
        if unknown := _UNKNOWN.match(text):
            if self._lists.knows(liste, unknown[1]):
                return unknown[1]
            raise UnknownCodeError("code_inconnu", text)
        known = self._labels(liste)
        found: set[str] = set()
        for form in self._forms(liste, text):
            found = known.get(folded(form.replace("_", " ")), set())
            if found:
                break
        if len(found) == 1:
            return next(iter(found))
        if not found:
            raise UnknownCodeError("code_inconnu", text)
        raise UnknownCodeError("code_ambigu", text, sorted(self._lists.libelle(liste, code) for code in found))

    def _forms(self, liste: str, text: str) -> Sequence[str]:
        if liste != _DEPARTEMENTS:
            return (text,)
        short = text.strip().removesuffix(".0")
        if short.isascii() and short.isdigit() and len(short) < 3:
            return (short.zfill(2),)
        if read := _BETWEEN.match(short):
            return (short, read[2].zfill(2))
        if read := _NUMBERED.match(short):
            return (short, read[1].zfill(2))
        return (short,)

    def _labels(self, liste: str) -> dict[str, set[str]]:
        """Return what names each code of a list: the code itself first, its label in French and as it is shown."""
        known = self._known.get(liste)
        if known is None:
            known = {}
            codes = self._lists.codes(liste)
            for code in codes:
                label = self._lists.libelle(liste, code)
                for said in (label, self._say(label)):
                    known.setdefault(folded(said), set()).add(code)
            for code in codes:
                known[folded(code.replace("_", " "))] = {code}
            self._known[liste] = known
        return known

    def _commune(self, text: str, departement: str, header: str) -> str:
        said = text.strip().removesuffix(".0")
        if _CODE.match(said):
            return self._by_number(said.upper().zfill(5), header, text)
        name, number = said, ""
        if read := _BETWEEN.match(said) or _AFTER.match(said):
            name, number = read[1], read[2].upper()
        elif read := _BEFORE.match(said):
            name, number = read[2], read[1].upper()
        found: Sequence[Commune] = self._lists.communes.called(name)
        if number:
            place = number.zfill(5) if len(number) > 3 else number.zfill(2)
            found = [each for each in found if place in (each.departement, each.code, *each.codes_postaux)]
        elif departement and len(found) > 1:
            found = [each for each in found if each.departement == departement]
        return self._sole(found, text, "commune_inconnue", "commune_ambigue")

    def _by_number(self, number: str, header: str, text: str) -> str:
        """Read a number: an INSEE code or a postal code, which the header may tell."""
        communes, bare = self._lists.communes, folded(header)
        insee = communes.get(number)
        postal = communes.called(number)
        if "postal" in bare or bare in ("cp", "code"):
            return self._sole(postal, text, "commune_inconnue", "commune_ambigue")
        if insee is not None and ("insee" in bare or postal in ([], [insee])):
            return insee.code
        if insee is None:
            return self._sole(postal, text, "commune_inconnue", "commune_ambigue")
        raise UnknownCodeError("code_postal_ambigu", text, [insee.libelle, *(each.libelle for each in postal)])

    def _sole(self, found: Sequence[Commune], text: str, none: str, several: str) -> str:
        """Return the only one; of a city and its arrondissement, the arrondissement."""
        cities = {each.rattachement for each in found}
        found = [each for each in found if each.code not in cities]
        if len(found) == 1:
            return found[0].code
        if not found:
            raise UnknownCodeError(none, text)
        raise UnknownCodeError(several, text, [each.libelle for each in found[:_NAMED_MAX]])
