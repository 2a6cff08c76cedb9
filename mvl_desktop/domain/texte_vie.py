"""The life of a text that is cited: in force, still to come, replaced since, or worded otherwise than when it was read.

Pure: the day is given; texts come as `nest` gives them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mvl_desktop.domain.citation import Citables, citables, cited, keys

Etat = Literal["en_vigueur", "a_venir", "remplace", "abroge", "modifie"]
OUTDATED: tuple[Etat, ...] = ("remplace", "abroge", "modifie")
"""What a fiche or a letter that cites should be read again for."""

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Citation:
    """What a line cites: the place of a text, how it stands, since when; the place of what replaced it, if any."""

    ligne: int
    texte: int
    etat: Etat
    depuis: str = ""
    remplacant: int | None = None


class Bibliotheque:
    """The texts of a library, ready to recognise what lines cite."""

    def __init__(self, textes: Sequence[Champs]) -> None:
        """Read the ways to cite each text."""
        self.textes = textes
        self._known: Citables = citables(textes)
        self._keys = [keys(texte) for texte in textes]
        self._codes = {str(texte.get("code")): place for place, texte in enumerate(textes) if texte.get("code")}

    def citations(self, lignes: Sequence[str], today: date, since: date | None = None) -> list[Citation]:
        """Return what lines cite, each text once, as it stands today.

        `since`: the day on which these lines were last read over; what was worded anew after it is `modifie`.
        """
        found: dict[int, Citation] = {}
        for ligne, said in enumerate(lignes):
            places = cited(said, self._known)
            for place in places:
                if place not in found and (citation := self._citation(ligne, place, places, today, since)):
                    found[place] = citation
        return list(found.values())

    def is_known(self, ligne: str) -> bool:
        """Whether a line cites some text of the library."""
        return bool(cited(ligne, self._known))

    def cites(self, lignes: Sequence[str], texte: int) -> bool:
        """Whether some line cites a text."""
        return any(texte in cited(said, self._known) for said in lignes)

    def _citation(
        self, ligne: int, place: int, places: Sequence[int], today: date, since: date | None
    ) -> Citation | None:
        etat, depuis = standing(self.textes[place], today)
        others = [other for other in places if other != place and self._keys[other] & self._keys[place]]
        if etat in ("remplace", "abroge"):
            # The same article in a later wording: it is that one which is cited, and told of.
            if any(standing(self.textes[other], today)[0] == "en_vigueur" for other in others):
                return None
            return Citation(ligne, place, etat, depuis, self._codes.get(str(self.textes[place].get("remplace_par"))))
        began = _day(self.textes[place], "en_vigueur_du")
        former = any(standing(self.textes[other], today)[0] in ("remplace", "abroge") for other in others)
        if etat == "en_vigueur" and former and since is not None and began is not None and began > since:
            return Citation(ligne, place, "modifie", began.isoformat())
        return Citation(ligne, place, etat, depuis)


def standing(texte: Champs, today: date) -> tuple[Etat, str]:
    """Return how a text stands on a day, and since when."""
    began, ended = _day(texte, "en_vigueur_du"), _day(texte, "en_vigueur_au")
    if ended is not None and ended <= today:
        return ("remplace" if texte.get("remplace_par") else "abroge"), ended.isoformat()
    if began is not None and began > today:
        return "a_venir", began.isoformat()
    return "en_vigueur", began.isoformat() if began else ""


def why_review(texte: Champs, today: date) -> str:
    """Return why a text should be looked at again: `a_revoir_le` past, `a_verifier` by a lawyer; empty when nothing."""
    if standing(texte, today)[0] in ("remplace", "abroge"):
        return ""
    again = _day(texte, "a_revoir_le")
    if again is not None and again <= today:
        return "a_revoir_le"
    return "a_verifier" if texte.get("a_verifier") is True else ""


CITING: Mapping[str, tuple[str, ...]] = {
    "fiche-conduite": ("base_legale", "modeles/texte"),
    "grille": ("sources",),
    "modele-courrier": ("fondements", "corps"),
    "copie-communicable": ("fondements",),
    "signalement": ("transmissions/fondements", "courriers/texte"),
}
"""The fields that cite texts, by kind; `group/field` for those of elements."""


def citing_lines(kind: str, champs: Champs) -> list[str]:
    """Return the lines of a record that may cite texts."""
    return [line for name in CITING.get(kind, ()) for line in _lines(champs, name)]


def _lines(champs: Champs, name: str) -> Iterator[str]:
    group, _, member = name.partition("/")
    value = champs.get(group)
    if member:
        for element in value if isinstance(value, (list, tuple)) else ():
            if isinstance(element, Mapping):
                yield from _lines(element, member)
    elif isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, (list, tuple)):
        yield from (str(each) for each in value)


def _day(texte: Champs, name: str) -> date | None:
    try:
        return date.fromisoformat(str(texte.get(name) or ""))
    except ValueError:
        return None
