"""Writing the criteria of a grid: the code of a new one, and when a version must follow another. No widget."""

from collections.abc import Collection, Mapping, Sequence

from mvl_desktop.domain.relecture import REPRENDRE, moves

_AGREED = frozenset({"validee", "publiee"})
_SAID = ("code", "libelle", "famille", "aide", "fiches", "toujours")

Values = Mapping[str, object]


def criteres_of(champs: Values) -> list[Values]:
    """Return the criteria of a grid."""
    held = champs.get("criteres")
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, (list, tuple)) else []


def next_code(grille: str, taken: Collection[str]) -> str:
    """Return a code that no criterion of the grid ever had: the same code in two versions is the same criterion."""
    prefix = f"{grille}-" if grille else "C-"
    ends = (code.removeprefix(prefix) for code in taken if code.startswith(prefix))
    numbers = [int(end) for end in ends if end.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def needs_version(saved: Values, typed: Values) -> bool:
    """Whether the criteria of a version that both parties agreed on are being changed under the same number."""
    agreed = saved.get("statut") in _AGREED and REPRENDRE in moves(saved)
    same_version = (saved.get("version") or 1) == (typed.get("version") or 1)
    return agreed and same_version and _told(criteres_of(saved)) != _told(criteres_of(typed))


def _told(criteres: Sequence[Values]) -> list[tuple[object, ...]]:
    return [tuple(one.get(name) or None for name in _SAID) for one in criteres]
