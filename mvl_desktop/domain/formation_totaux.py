"""What sessions add up to: how many were held, for how many people, how long, how they were judged. Head-counts only.

Pure: formations come as `nest` gives them. A figure never says who came.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.nombre_dit import nombre_exact
from mvl_desktop.domain.periode import Periode

Champs = Mapping[str, object]
PREVUE, TENUE = "prevue", "tenue"
SPECIFIQUES = frozenset({"formation", "module", "diplome"})
"""The types that train rather than make aware; any other one is an action of awareness."""
NOTE_MAX = 5
_COUNTS = ("effectif_siege", "effectif_delegations", "effectif_exterieur")


@dataclass(frozen=True, slots=True)
class SeanceLue:
    """A session with what its action says of it. A count that nobody wrote is None, never nothing."""

    formation: str
    """The id of its action."""
    type_formation: str
    etat: str
    le: date | None = None
    departement: str = ""
    site: str = ""
    public: str = ""
    filiere: str = ""
    minutes: int | None = None
    siege: int | None = None
    delegations: int | None = None
    exterieur: int | None = None
    reponses: int | None = None
    satisfaction: float | None = None

    @property
    def est_tenue(self) -> bool:
        """Whether it was held."""
        return self.etat == TENUE

    @property
    def specifique(self) -> bool:
        """Whether it trains, rather than makes aware."""
        return self.type_formation in SPECIFIQUES

    @property
    def personnes(self) -> int | None:
        """Return how many people came; None when nobody wrote it."""
        counts = [each for each in (self.siege, self.delegations, self.exterieur) if each is not None]
        return sum(counts) if counts else None

    @property
    def agents(self) -> int | None:
        """Return how many agents of the ARS came, of its headquarters and its délégations."""
        counts = [each for each in (self.siege, self.delegations) if each is not None]
        return sum(counts) if counts else None


@dataclass(frozen=True, slots=True)
class Totaux:
    """What sessions held add up to, and how many of them do not say enough to be part of each figure."""

    seances: int = 0
    prevues: int = 0
    siege: int = 0
    delegations: int = 0
    exterieur: int = 0
    minutes: int = 0
    minutes_personnes: int = 0
    reponses: int = 0
    satisfaction: float | None = None
    sans_effectif: int = 0
    sans_duree: int = 0
    sans_jour: int = 0
    """Held on a day that nobody wrote: they are in no period."""
    notes_sans_reponses: int = 0

    @property
    def personnes(self) -> int:
        """Return how many people came, each as often as they came."""
        return self.siege + self.delegations + self.exterieur

    @property
    def agents(self) -> int:
        """Return how many of them are agents of the ARS."""
        return self.siege + self.delegations

    @property
    def heures(self) -> float:
        """Return how many hours were given."""
        return self.minutes / 60

    @property
    def heures_personnes(self) -> float:
        """Return the hours given times those who came to them."""
        return self.minutes_personnes / 60


def seances_de(formation: str, champs: Champs) -> tuple[SeanceLue, ...]:
    """Return the sessions of an action, in the order in which they are written."""
    held = champs.get("seances")
    rows = held if isinstance(held, (list, tuple)) else ()
    return tuple(_session(formation, champs, row) for row in rows if isinstance(row, Mapping))


def tenues(seances: Iterable[SeanceLue], periode: Periode | None = None) -> list[SeanceLue]:
    """Return the sessions that were held, within a period when one is given; without a day they are in none."""
    return [
        each
        for each in seances
        if each.est_tenue and (periode is None or (each.le is not None and periode.du <= each.le <= periode.au))
    ]


def totaux(seances: Iterable[SeanceLue], periode: Periode | None = None) -> Totaux:
    """Add up the sessions held in a period; the mean of what they were given is weighted by the answers."""
    every = list(seances)
    held = tenues(every, periode)
    noted = [each for each in held if each.satisfaction is not None]
    answered = [(each.satisfaction or 0, each.reponses) for each in noted if each.reponses]
    answers = sum(count for _note, count in answered)
    return Totaux(
        seances=len(held),
        prevues=sum(each.etat == PREVUE and _within(each, periode) for each in every),
        siege=sum(each.siege or 0 for each in held),
        delegations=sum(each.delegations or 0 for each in held),
        exterieur=sum(each.exterieur or 0 for each in held),
        minutes=sum(each.minutes or 0 for each in held),
        minutes_personnes=sum((each.minutes or 0) * (each.personnes or 0) for each in held),
        reponses=answers,
        satisfaction=sum(note * count for note, count in answered) / answers if answers else None,
        sans_effectif=sum(each.personnes is None for each in held),
        sans_duree=sum(each.minutes is None for each in held),
        sans_jour=sum(each.est_tenue and each.le is None for each in every),
        notes_sans_reponses=len(noted) - len(answered),
    )


def totaux_par(
    seances: Iterable[SeanceLue], key: Callable[[SeanceLue], str], periode: Periode | None = None
) -> dict[str, Totaux]:
    """Add up by what `key` says of each session: its département, its public, its site, its year…"""
    groups: dict[str, list[SeanceLue]] = {}
    for each in seances:
        groups.setdefault(key(each), []).append(each)
    return {name: totaux(group, periode) for name, group in sorted(groups.items())}


def annee(seance: SeanceLue) -> str:
    """Return the year of a session; empty without a day."""
    return str(seance.le.year) if seance.le else ""


def nombre_filieres(champs: Champs) -> int:
    """Return how many tracks of a school are concerned: those named, or the number given when it is greater."""
    held = champs.get("filieres")
    named = held if isinstance(held, (list, tuple)) else ()
    names = {str(each).strip().casefold() for each in named if str(each).strip()}
    names |= {each.filiere.strip().casefold() for each in seances_de("", champs) if each.filiere.strip()}
    given = _count(champs.get("nombre_filieres"))
    return max(len(names), given or 0)


def _session(formation: str, champs: Champs, row: Champs) -> SeanceLue:
    siege, delegations, exterieur = (_count(row.get(name)) for name in _COUNTS)
    return SeanceLue(
        formation=formation,
        type_formation=_text(champs.get("type_formation")),
        etat=_text(row.get("etat")) or (PREVUE if siege is delegations is exterieur is None else TENUE),
        le=_day(row.get("le")),
        departement=_text(row.get("departement")),
        site=_text(row.get("site")),
        public=_text(row.get("public")),
        filiere=_text(row.get("filiere")),
        minutes=_count(row.get("duree_minutes")),
        siege=siege,
        delegations=delegations,
        exterieur=exterieur,
        reponses=_count(row.get("reponses")),
        satisfaction=_note(row.get("satisfaction")),
    )


def _within(seance: SeanceLue, periode: Periode | None) -> bool:
    return periode is None or (seance.le is not None and periode.du <= seance.le <= periode.au)


def _note(value: object) -> float | None:
    note = nombre_exact(_text(value))
    return note if note is not None and 0 <= note <= NOTE_MAX else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(_text(value))
    except ValueError:
        return None
