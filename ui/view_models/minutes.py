"""The minutes of a meeting while somebody types them: items, what is said and decided under each, who is there.

Everything is typed in the form of the meeting: its draft keeps it, as it keeps any field. It holds no widget.
"""

from collections.abc import Mapping
from secrets import token_hex

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.compte_rendu import A_FAIRE, DECISIONS, INTERVENTIONS, POINTS, PRESENCES, elements, repere
from ui.values import Values
from ui.view_models.record_form import RecordForm

OF_POINTS = (INTERVENTIONS, DECISIONS)
"""The groups whose elements belong to an item."""
_ID_BYTES = 8


class Minutes(QObject):
    """The items, one of them in hand; an empty id is the attendance."""

    rebuilt = Signal()
    """Other items, or other elements under the one in hand, are to be shown."""
    moved = Signal()
    """Another item is in hand."""
    gone = Signal()
    """There is no form any more."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__()
        self.form = form
        self._typing = False
        """Whether what changes now was typed here."""
        self.identify()
        self.current = next((str(each["id"]) for each in self.points), "")
        form.filled.connect(self._on_filled)
        form.opened.connect(self._on_opened)

    @property
    def champs(self) -> Values:
        """What is typed."""
        return self.form.typed.champs if self.form.typed is not None else {}

    @property
    def points(self) -> list[Values]:
        """The items, in their order."""
        return list(elements(self.champs, POINTS))

    @property
    def point(self) -> Values:
        """The item in hand; nothing for the attendance."""
        return next((each for each in self.points if each.get("id") == self.current), {})

    @property
    def functions(self) -> list[str]:
        """The functions of who is asked, then of who spoke already: proposed where somebody speaks."""
        groups = (elements(self.champs, PRESENCES), elements(self.champs, INTERVENTIONS))
        named = [str(each.get("fonction") or "") for group in groups for each in group]
        return list(dict.fromkeys(each for each in named if each))

    def letter(self, place: int) -> str:
        """Return the letter of an item, by its place."""
        points = self.points
        return str(points[place].get("lettre") or "") or repere(place) if place < len(points) else ""

    def of_current(self, group: str) -> list[Values]:
        """Return the elements of a group that belong to the item in hand; all of them for the attendance."""
        held = elements(self.champs, group)
        return [each for each in held if each.get("point") == self.current] if group in OF_POINTS else list(held)

    def go(self, point: str) -> None:
        """Take another item in hand; the attendance when empty."""
        if point != self.current:
            self.current = point
            self.moved.emit()

    def step(self, by: int) -> None:
        """Go to the item before or after; the attendance comes before the first."""
        ids = ["", *(str(each["id"]) for each in self.points)]
        place = ids.index(self.current) + by if self.current in ids else 0
        if 0 <= place < len(ids):
            self.go(ids[place])

    def add_point(self, intitule: str) -> None:
        """Add an item after the one in hand, at the end from the attendance, and take it in hand."""
        made: Values = {"id": token_hex(_ID_BYTES), "intitule": intitule}
        held = self.points
        place = next((rank for rank, each in enumerate(held, 1) if each.get("id") == self.current), len(held))
        self._put(POINTS, [*held[:place], made, *held[place:]])
        self.current = str(made["id"])
        self.rebuilt.emit()

    def move_point(self, by: int) -> bool:
        """Move the item in hand up or down; whether it could be."""
        held = self.points
        place = next((rank for rank, each in enumerate(held) if each.get("id") == self.current), -1)
        if place < 0 or not 0 <= place + by < len(held):
            return False
        held[place], held[place + by] = held[place + by], held[place]
        self._put(POINTS, held)
        self.rebuilt.emit()
        return True

    def remove_point(self) -> tuple[str, Values]:
        """Take the item in hand out; what was said under it stays, under none. Returns its place and itself."""
        held = self.points
        place = next(rank for rank, each in enumerate(held) if each.get("id") == self.current)
        taken = held.pop(place)
        self._put(POINTS, held)
        left = held[min(place, len(held) - 1)] if held else {}
        self.current = str(left.get("id") or "")
        self.rebuilt.emit()
        return str(place), taken

    def put_point_back(self, place: int, taken: Values) -> None:
        """Put an item back where it was."""
        held = self.points
        self._put(POINTS, [*held[:place], taken, *held[place:]])
        self.current = str(taken.get("id") or "")
        self.rebuilt.emit()

    def change(self, group: str, id_: str, values: Mapping[str, object]) -> None:
        """Type something in an element."""
        held = [{**each, **values} if each.get("id") == id_ else each for each in elements(self.champs, group)]
        self._put(group, held)

    def add(self, group: str, values: Values | None = None) -> str:
        """Add an element under the item in hand; return its id."""
        made: dict[str, object] = {"id": token_hex(_ID_BYTES), **(values or {})}
        if group in OF_POINTS:
            made["point"] = self.current
        if group == DECISIONS:
            made["etat"] = A_FAIRE
        self._put(group, [*elements(self.champs, group), made])
        self.rebuilt.emit()
        return str(made["id"])

    def remove(self, group: str, id_: str) -> tuple[int, Values]:
        """Take an element out; return its place and itself."""
        held = list(elements(self.champs, group))
        place = next(rank for rank, each in enumerate(held) if each.get("id") == id_)
        taken = held.pop(place)
        self._put(group, held)
        self.rebuilt.emit()
        return place, taken

    def put_back(self, group: str, place: int, taken: Values) -> None:
        """Put an element back where it was."""
        held = list(elements(self.champs, group))
        self._put(group, [*held[:place], taken, *held[place:]])
        self.rebuilt.emit()

    def identify(self) -> None:
        """Give an id to what has none yet: what is said names its item."""
        missing = {
            group: [{"id": token_hex(_ID_BYTES), **each} if not each.get("id") else each for each in held]
            for group in (POINTS, *OF_POINTS, PRESENCES)
            if (held := elements(self.champs, group)) and not all(each.get("id") for each in held)
        }
        if missing:
            self.form.type(missing)

    def _put(self, group: str, held: list[Values]) -> None:
        self._typing = True
        self.form.type({group: held})
        self._typing = False

    def _on_filled(self) -> None:
        if not self._typing:
            self.identify()
            if self.current and not self.point:
                self.current = next((str(each["id"]) for each in self.points), "")
            self.rebuilt.emit()

    def _on_opened(self) -> None:
        if self.form.typed is None or self.form.typed.kind != "reunion":
            self.gone.emit()
        else:
            self._on_filled()
