"""Small graphs, written in one line."""

from mvl_desktop.history.model import Name, RecordState, Revision, Value
from mvl_desktop.history.state import fold

DEVICES = {letter: letter.encode() * 16 for letter in "abcdefgh"}


def name(short: str) -> Name:
    """Read `a1`: the first revision of device a."""
    return DEVICES[short[0]], int(short[1:])


def names(*shorts: str) -> tuple[Name, ...]:
    """Read several."""
    return tuple(name(short) for short in shorts)


def rev(short: str, parents: str = "", at: tuple[int, int] = (0, 0), /, **changes: Value) -> Revision:
    """Build a revision; `parents` are short names with spaces between."""
    return Revision(name(short), names(*parents.split()), at, {k.replace("__", "/"): v for k, v in changes.items()})


def put(short: str, parents: str, changes: dict[str, Value]) -> Revision:
    """Build a revision whose keys are written as they are."""
    return Revision(name(short), names(*parents.split()), (0, 0), changes)


def erased(short: str, parents: str = "") -> Revision:
    """Build the empty place of an erased revision."""
    return Revision(name(short), names(*parents.split()), (0, 0), None)


def is_narrative(key: str) -> bool:
    """Merge `resume` by word, and no other key."""
    return key == "resume"


def state(*revisions: Revision) -> RecordState:
    """Fold them."""
    return fold(revisions, is_narrative)


def shown(found: RecordState) -> dict[str, tuple[Value, ...]]:
    """Return the values under each key."""
    return {key: tuple(one.value for one in assigned) for key, assigned in found.fields.items()}
