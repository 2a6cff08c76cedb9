"""What a type of meeting begins with: its object, its agenda, who is usually asked, by function. Data, dated; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ModeleReunion:
    """A template: what is copied into a new meeting, which is then changed at will."""

    type_reunion: str
    depuis: date
    objet: str
    mode: str
    departemental: bool
    """Whether it is of a département."""
    convention: bool
    """Whether it is held under a convention."""
    consacree: bool | None
    points: tuple[tuple[str, int | None], ...]
    """The items, and how many minutes each is given, when it is."""
    presences: tuple[tuple[str, str], ...]
    """Who is asked: a function, and the party that it stands for."""

    def champs(self, new_id: Callable[[], str]) -> dict[str, object]:
        """Return the fields that it gives to a new meeting; ids are given at once: what is said names its item."""
        points = [
            {"id": new_id(), "intitule": intitule} | ({"duree_minutes": minutes} if minutes else {})
            for intitule, minutes in self.points
        ]
        presences = [{"id": new_id(), "fonction": function, "partie": party} for function, party in self.presences]
        given = {"points": points, "presences": presences, "mode": self.mode, "consacree": self.consacree}
        return {"objet": self.objet, "type_reunion": self.type_reunion} | {k: v for k, v in given.items() if v}


@dataclass(frozen=True, slots=True)
class ModelesReunion:
    """Every template."""

    tous: tuple[ModeleReunion, ...]

    @classmethod
    def from_json(cls, rows: object) -> "ModelesReunion":
        """Read the `modeles` of resources/obligations.json; ValueError when malformed."""
        held = rows if isinstance(rows, list) else [rows]
        return cls(tuple(map(_read, held)))

    def du_type(self, type_reunion: str, day: date) -> ModeleReunion | None:
        """Return the template of a type on a day: the last one; None when it has none."""
        found = [each for each in self.tous if each.type_reunion == type_reunion and each.depuis <= day]
        return max(found, key=lambda each: each.depuis) if found else None


def _read(row: object) -> ModeleReunion:
    match row:
        case {"type": str(type_), "depuis": str(depuis), "objet": str(objet), "points": list(points), **others}:
            held = others.get("presences")
            presences = held if isinstance(held, list) else []
            dedicated = others.get("consacree")
            return ModeleReunion(
                type_,
                date.fromisoformat(depuis),
                objet,
                str(others.get("mode") or ""),
                others.get("departemental") is True,
                others.get("convention") is True,
                dedicated if isinstance(dedicated, bool) else None,
                tuple(map(_point, points)),
                tuple((_text(each, "fonction"), _text(each, "partie")) for each in presences),
            )
    raise ValueError("modeles: an entry is malformed")


def _point(row: object) -> tuple[str, int | None]:
    minutes = row.get("duree_minutes") if isinstance(row, Mapping) else None
    return _text(row, "intitule"), minutes if isinstance(minutes, int) else None


def _text(row: object, name: str) -> str:
    if not isinstance(row, Mapping) or not isinstance(row.get(name), str) or not row[name].strip():
        raise ValueError(f"modeles: no {name}")
    return str(row[name])
