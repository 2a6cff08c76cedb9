"""Invented histories of one record, and a slow oracle that says by definition what each should show."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from mvl_desktop.history.model import Name, RecordState, Revision, Value

DEVICES = [letter * 16 for letter in (b"a", b"b", b"c", b"d")]
ELEMENT = "personnes/00000000000000aa"
SENTENCES = ["Un jour.", "Deux fois.", "Trois ans.", "Rien."]

Changes = dict[str, Value]


def among(keys: Sequence[str], values: Sequence[Value]) -> st.SearchStrategy[Changes]:
    """Draw some of these keys, with some of these values."""
    return st.dictionaries(st.sampled_from(keys), st.sampled_from(values), max_size=2)


def telling(sentences: Sequence[str]) -> Changes:
    """Write a narrative."""
    return {"resume": " ".join(sentences)}


scalars = among(["objet", "niveau"], ["x", "y", 1, True, None])
sets = among(["natures/sante", "natures/argent"], [True, None])
fields = among([f"{ELEMENT}/nom", f"{ELEMENT}/age"], ["p", "q", 7])
narratives = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(telling)
own_key: list[Changes] = [{}, {}, {ELEMENT: None}, {ELEMENT: True}]
removals = st.sampled_from(own_key)


@st.composite
def changes(draw: st.DrawFn) -> Changes:
    """Draw what one revision changes; never a removal with a field of the same element."""
    drawn: Changes = {**draw(scalars), **draw(sets), **draw(removals)}
    if ELEMENT not in drawn:
        drawn |= draw(fields)
    if draw(st.booleans()):
        drawn |= draw(narratives)
    return drawn


@st.composite
def histories(draw: st.DrawFn, *, erasures: bool = True, holes: bool = True, most: int = 9) -> list[Revision]:
    """Draw revisions of one record: forks, joins, wrong clocks, and if asked erased bodies and missing parents."""
    made: list[Revision] = []
    counts = dict.fromkeys(DEVICES, 0)
    for _ in range(draw(st.integers(1, most))):
        device = draw(st.sampled_from(DEVICES))
        counts[device] += 1
        known = [revision.name for revision in made]
        parents = draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []
        if holes and draw(st.integers(0, 9)) == 0:
            parents = [*parents, (b"z" * 16, draw(st.integers(1, 2)))]
        at = (draw(st.sampled_from([0, 1, 1_800_000_000_000, 4_070_908_800_000])), draw(st.integers(0, 2)))
        content = None if erasures and draw(st.integers(0, 6)) == 0 else draw(changes())
        made.append(Revision((device, counts[device]), tuple(sorted(parents)), at, content))
    return made


def past(revisions: Sequence[Revision]) -> dict[Name, set[Name]]:
    """Return, for each applied revision, everything strictly before it."""
    table = {revision.name: revision for revision in revisions}
    found: dict[Name, set[Name]] = {}
    while ready := [r for r in table.values() if r.name not in found and all(p in found for p in r.parents)]:
        for revision in ready:
            found[revision.name] = {*revision.parents}.union(*(found[parent] for parent in revision.parents))
    return found


def expected(revisions: Sequence[Revision]) -> dict[str, dict[Name, Value]]:
    """Return what stands under each key, by definition: assigned by one revision, followed by no other of that key."""
    before = past(revisions)
    assigned: dict[str, dict[Name, Value]] = {}
    for revision in revisions:
        for key, value in (revision.changes or {}).items():
            if revision.name in before:
                assigned.setdefault(key, {})[revision.name] = value
    standing = {key: foremost(given, before) for key, given in assigned.items()}
    removals = standing.get(ELEMENT, {})
    if removals and all(value is None for value in removals.values()):
        for key in [key for key in standing if key.startswith(f"{ELEMENT}/")]:
            seen = {name for removal in removals for name in before[removal]}
            standing[key] = {name: value for name, value in standing[key].items() if name not in seen}
    return {key: given for key, given in standing.items() if given}


def foremost(given: Mapping[Name, Value], before: Mapping[Name, set[Name]]) -> dict[Name, Value]:
    """Keep what no other follows."""
    return {name: value for name, value in given.items() if not any(name in before[other] for other in given)}


def spoken(state: RecordState, key: str) -> set[tuple[str, Value]]:
    """Return the values shown under a key; True is not 1."""
    return {(type(one.value).__name__, one.value) for one in state.fields.get(key, ())}
