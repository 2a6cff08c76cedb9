"""The rules of deadlines: what must be done, counted from what, within how long, and what shows that it was done.

Those that come with the application are dated data (`resources/echeances.json`); an espace changes or adds some by
records of kind `regle-echeance`. Pure: reading them never fails on what a newer post wrote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, cast, get_args

from mvl_desktop.domain.conservation import months_after
from mvl_desktop.domain.echeances_sources import kind_of
from mvl_desktop.domain.jours_ouvres import Calendrier

Unite = Literal["jours_ouvres", "jours", "mois"]
SIGNALEMENT, COPIE = "signalement", "copie-communicable"
NUMBER_MAX = 1200
"""A delay beyond is a mistake, and is cut there."""
REMINDER_MAX = 60
_DAY = timedelta(days=1)
_UNITES: Final = frozenset(get_args(Unite))
_OF_COPIES: Final = frozenset({"demande_acces", "refus_acces"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """One rule. `tenue_par`: what shows that it was done, any of them."""

    code: str
    libelle: str
    evenement: str
    nombre: int
    unite: Unite
    reporte: bool
    source: str
    depuis: date
    jusqua: date | None = None
    destinataire: str = ""
    issue: str = ""
    tenue_par: tuple[str, ...] = ()
    rappel_jours: int = 0
    a_valider: bool = False
    active: bool = True
    vitale: bool = False
    """Whether somebody may be in danger while it waits."""
    reserve: bool = False
    """Whether it tells something of the signalant, which is kept apart: it is never written in the record."""
    avant: bool = False
    """Whether the delay runs before what it is counted from: three months before a term."""
    droit: bool = False
    """Whether it is the last day of a right, not something to do: past, it is without object, never late."""
    espace: bool = False
    """Whether the espace wrote it."""

    @property
    def kind(self) -> str:
        """Return the kind of record that it is about."""
        return COPIE if self.evenement in _OF_COPIES else kind_of(self.evenement) or SIGNALEMENT

    def is_current(self, day: date) -> bool:
        """Whether it holds for what is counted from this day."""
        return self.active and self.depuis <= day and (self.jusqua is None or day <= self.jusqua)

    def due(self, depart: date, calendrier: Calendrier) -> date | None:
        """Return the last day of the delay; the day that it is counted from is not one of it. None out of all time."""
        try:
            return self._due(depart, calendrier)
        except (OverflowError, ValueError):
            return None

    def counted_at_the_latest(self, due: date, calendrier: Calendrier) -> date:
        """Return a day such that what is counted from later is due after `due`, there or where more days are closed."""
        try:
            if self.unite == "jours_ouvres" and self.nombre:
                return calendrier.before(due + _DAY, self.nombre) - _DAY
            # A month ends on its last day, and a due date is never moved to an earlier day.
            days = self.nombre * 28 if self.unite == "mois" else self.nombre
            return date.fromordinal(due.toordinal() - days)
        except (OverflowError, ValueError):
            return date.min

    def _due(self, depart: date, calendrier: Calendrier) -> date:
        way = -self.nombre if self.avant else self.nombre
        if self.unite == "jours_ouvres":
            counted = calendrier.before if self.avant else calendrier.after
            last = counted(depart, self.nombre)
        elif self.unite == "jours":
            last = date.fromordinal(depart.toordinal() + way)
        else:
            last = months_after(depart, way)
        return calendrier.next_working_day(last) if self.reporte else last


@dataclass(frozen=True, slots=True)
class Regles:
    """Every rule, and what they all say of themselves."""

    regles: tuple[Regle, ...]
    avertissement: str = ""

    @classmethod
    def from_json(cls, document: object) -> "Regles":
        """Read the parsed `resources/echeances.json`; ValueError when malformed."""
        match document:
            case {"regles": list(rows), "avertissement": str(said)}:
                return cls(tuple(_shipped(row) for row in rows), said)
        raise ValueError("not rules of deadlines")

    def of_espace(self, records: Iterable[Mapping[str, object]]) -> "Regles":
        """Return these rules as an espace changed them; `records`: its `regle-echeance`, the last written first.

        A record that says the code of a rule stands in its place, and keeps of it what it leaves empty.
        """
        shipped = {rule.code: rule for rule in self.regles}
        own: dict[str, Regle] = {}
        for number, champs in enumerate(records):
            code = str(champs.get("code") or "") or f"espace_{number}"
            made = _own(champs, code, shipped.get(code))
            if made is not None and code not in own:
                own[code] = made
        kept = tuple(rule for rule in self.regles if rule.code not in own)
        return Regles((*kept, *own.values()), self.avertissement)

    def of(self, code: str) -> Regle | None:
        """Return the last rule of a code."""
        return next((rule for rule in reversed(self.regles) if rule.code == code), None)

    def for_kind(self, kind: str) -> tuple[Regle, ...]:
        """Return the rules about a kind of record."""
        return tuple(rule for rule in self.regles if rule.kind == kind)


def _shipped(row: object) -> Regle:
    match row:
        case {
            "code": str(code),
            "libelle": str(libelle),
            "evenement": str(evenement),
            "nombre": int(nombre),
            "unite": "jours_ouvres" | "jours" | "mois" as unite,
            "reporte": bool(reporte),
            "source": str(source),
            "depuis": str(depuis),
            "tenue_par": list(tenue_par),
            "a_valider": bool(a_valider),
            **rest,
        } if 0 <= nombre <= NUMBER_MAX:
            until = rest.get("jusqua")
            reminder = rest.get("rappel_jours", 0)
            return Regle(
                code=code,
                libelle=libelle,
                evenement=evenement,
                nombre=nombre,
                unite=cast("Unite", unite),
                reporte=reporte,
                source=source,
                depuis=date.fromisoformat(depuis),
                jusqua=date.fromisoformat(until) if isinstance(until, str) else None,
                destinataire=str(rest.get("destinataire", "")),
                issue=str(rest.get("issue", "")),
                tenue_par=tuple(map(str, tenue_par)),
                rappel_jours=reminder if isinstance(reminder, int) else 0,
                a_valider=a_valider,
                active=rest.get("active") is not False,
                vitale=rest.get("vitale") is True,
                reserve=rest.get("reserve") is True,
                avant=rest.get("avant") is True,
                droit=rest.get("droit") is True,
            )
    raise ValueError("not a rule of deadlines")


def _own(champs: Mapping[str, object], code: str, shipped: Regle | None) -> Regle | None:
    """Read a record of an espace; None when it does not say enough, or counts in what this post does not know."""
    before = shipped or Regle(
        code=code, libelle="", evenement="", nombre=0, unite="jours", reporte=True, source="", depuis=date.min
    )
    unite = str(champs.get("unite") or before.unite)
    if unite not in _UNITES:
        return None
    reporte, active = champs.get("reporte"), champs.get("active")
    said = champs.get("tenue_par")
    made = replace(
        before,
        libelle=str(champs.get("libelle") or before.libelle),
        evenement=str(champs.get("evenement") or before.evenement),
        destinataire=str(champs.get("destinataire") or before.destinataire),
        issue=str(champs.get("issue") or before.issue),
        nombre=_number(champs.get("nombre"), before.nombre, NUMBER_MAX),
        unite=cast("Unite", unite),
        reporte=reporte if isinstance(reporte, bool) else before.reporte,
        rappel_jours=_number(champs.get("rappel_jours"), before.rappel_jours, REMINDER_MAX),
        source=str(champs.get("source") or ""),
        depuis=_day(champs.get("depuis")) or before.depuis,
        jusqua=_day(champs.get("jusqua")) or before.jusqua,
        tenue_par=tuple(map(str, said)) if isinstance(said, (list, tuple)) and said else before.tenue_par,
        active=active if isinstance(active, bool) else before.active,
        a_valider=False,
        espace=True,
    )
    if not made.source and (made.nombre, made.unite) == (before.nombre, before.unite):
        made = replace(made, source=before.source)
    return made if made.libelle and made.evenement else None


def _number(value: object, default: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return default
    return min(max(value, 0), most)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
