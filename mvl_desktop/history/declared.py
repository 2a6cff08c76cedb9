"""What a record of a declared kind says: what its revisions say together, and what its other fields tell by themselves.

A field that nobody writes is read from the others each time: two posts cannot disagree on it, and what an older post
wrote under its name is not read.
"""

from collections.abc import Iterable
from dataclasses import replace

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.payload import told
from mvl_desktop.history.model import Assigned, RecordState, Revision
from mvl_desktop.history.state import fold, values


def state_of(declaration: Declaration | None, revisions: Iterable[Revision]) -> RecordState:
    """Return what revisions of one record say; without a declaration, nothing merges word by word."""
    if declaration is None:
        return fold(revisions, lambda _key: False)
    state = fold(revisions, declaration.is_narrative)
    found = told(declaration, values(state)) if declaration.calcules and state.heads else {}
    if not found:
        return state
    given = {key: (Assigned(value, state.heads),) for key, value in found.items()}
    return replace(state, fields=dict(sorted({**state.fields, **given}.items())))
