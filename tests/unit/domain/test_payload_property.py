"""Whatever is typed, in whatever order of edits: what is read back is what was written, and nothing else changed."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvl_desktop.domain import kinds
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.text import clean, clean_line
from tests.unit.domain.trial import Essai, applied, ids

# Reading Unicode's tables for the first time is slow on a small machine: that is no failure.
QUIET = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
IDS = [f"{n:016x}" for n in range(1 << 20, (1 << 20) + 4)]
codes = st.text("abc_1", min_size=1, max_size=3).filter(lambda code: code[0] != "_")
dates = st.dates().map(lambda day: day.isoformat())
lines = st.text(max_size=12).map(lambda text: clean_line(text, ""))
narratives = st.text(max_size=30).map(lambda text: clean(text, ""))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


elements = st.fixed_dictionaries(
    {"id": st.sampled_from(IDS)},
    optional={"nom": maybe(lines), "recit": maybe(narratives), "le": maybe(dates), "sur": maybe(st.booleans())},
)
forms = st.fixed_dictionaries(
    {},
    optional={
        "ligne": maybe(lines),
        "recit": maybe(narratives),
        "le": maybe(dates),
        "sur": maybe(st.booleans()),
        "nombre": maybe(st.integers(0, 2**53 - 1)),
        "code": maybe(codes),
        "codes": maybe(st.lists(codes, max_size=4)),
        "lignes": maybe(st.lists(lines.filter(bool), max_size=3)),
        "pieces": maybe(st.lists(elements, max_size=4, unique_by=lambda element: element["id"])),
        "vers": maybe(st.just(f"ref:{'ab' * 16}:{'cd' * 16}")),
    },
)


def expected(before: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """Return, from the definitions alone, what a record shows after a form was saved over what it showed before."""
    after = before | {name: value for name, value in form.items() if name not in ("codes", "pieces")}
    if "codes" in form:
        after["codes"] = sorted(set(form["codes"] or ()))
    if "pieces" in form:
        held = {element["id"]: element for element in before.get("pieces", ())}
        given_elements = [held.get(element["id"], {}) | element for element in form["pieces"] or ()]
        after["pieces"] = [{name: v for name, v in one.items() if v not in (None, "")} for one in given_elements]
    return {name: value for name, value in after.items() if value not in (None, "", [])}


@QUIET
@given(st.lists(forms, min_size=1, max_size=4))
def test_what_was_written_is_what_is_read(edits: list[dict[str, Any]]) -> None:
    with kinds.trial(Essai):
        flat: dict[str, Any] = {"champ_futur": "gardé"}
        shown: dict[str, Any] = {"champ_futur": "gardé"}
        for form in edits:
            changes = flatten("essai", form, flat, ids())
            removed = [key for key, value in changes.items() if value is None and key.count("/") == 1]
            assert not [key for key in changes for gone in removed if key.startswith(f"{gone}/")]
            flat, shown = applied(flat, changes), expected(shown, form)
            assert nest("essai", flat) == shown
            assert flatten("essai", nest("essai", flat), flat, ids()) == {}


@QUIET
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text, ""), "") == clean(text, "")
    assert clean_line(clean_line(text, ""), "") == clean_line(text, "")
