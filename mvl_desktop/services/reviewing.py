"""What is written beside a change to what both parties agreed on: it becomes the next version, to agree on again."""

from collections.abc import Mapping

from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.relecture import after_change
from mvl_desktop.history.model import Value

KINDS = ("fiche-conduite", "grille")
"""What the two parties of a convention agree on, version by version."""


def with_review(kind: str, seen: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return changes with the version that they begin, when they change what both parties had agreed on."""
    if kind not in KINDS:
        return dict(changes)
    brought = after_change(nest(kind, seen), nest(kind, merged(seen, changes)))
    return {
        **changes,
        **{name: value for name, value in brought.items() if value is None or isinstance(value, str | int)},
    }


def merged(seen: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the flat fields after changes; an element taken off takes its fields with it."""
    gone = {key for key, value in changes.items() if value is None and "/" in key}
    kept = {key: value for key, value in seen.items() if "/".join(key.split("/")[:2]) not in gone}
    return {**kept, **changes}
