"""How qualifications are kept: each one given becomes an element that stays when another supersedes it.

`niveau`, `natures`, `articles_presumes` and `motif_qualification` are the current values. Pure: the caller brings the
day, the author and the ids.
"""

from collections.abc import Callable, Mapping

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.elements import STEP, Flat, held_codes, held_elements
from mvl_desktop.domain.values import Value

KIND = "signalement"
GROUP = "qualifications"
NOT_YET = "non_qualifie"
_AXES = ("niveau", "natures", "articles_presumes")
_MOTIF = "motif_qualification"


def kept_qualification(seen: Flat, changes: Flat, new_id: Callable[[], str], le: str, par: str) -> dict[str, Value]:
    """Return what to write beside `changes` so that the qualification they give stays readable; nothing if none.

    A date and an author that the changes give themselves are those of the qualification. A reason put right the same
    day by the same person corrects the last qualification instead of adding one.
    """
    if not any(key.partition("/")[0] in (*_AXES, _MOTIF) for key in changes) or _names_group(changes):
        return {}
    after = {key: value for key, value in {**seen, **changes}.items() if value is not None}
    given = _given(after)
    if not _says_something(given):
        return {}
    given |= {
        "qualifie_le": changes.get("qualifie_le") or le,
        "qualifie_par": changes.get("qualifie_par") or par,
    }
    former = held_elements(GROUP, seen)
    last = max(former, key=lambda id_: _rank(former[id_]), default=None)
    if last is not None and _is_same(former[last], given):
        return {f"{GROUP}/{last}/motif": given.get("motif")}
    id_ = new_id()
    rank = STEP + (_rank(former[last]) if last is not None else 0)
    return {f"{GROUP}/{id_}/{name}": value for name, value in {**given, RANG: rank}.items() if value}


def _given(after: Flat) -> dict[str, Value]:
    return {
        "niveau": after.get("niveau"),
        "natures": tuple(sorted(held_codes("natures", after))),
        "articles": tuple(sorted(held_codes("articles_presumes", after))),
        "motif": after.get(_MOTIF),
    }


def _says_something(given: Mapping[str, Value]) -> bool:
    return bool(given["natures"] or given["articles"] or given["motif"] or given["niveau"] not in (None, NOT_YET))


def _is_same(former: Mapping[str, Value], given: Mapping[str, Value]) -> bool:
    """Whether only the reason differs."""
    return all((former.get(name) or None) == (value or None) for name, value in given.items() if name != "motif")


def _names_group(changes: Flat) -> bool:
    return any(key.startswith(f"{GROUP}/") for key in changes)


def _rank(values: Mapping[str, Value]) -> int:
    rank = values.get(RANG)
    return rank if isinstance(rank, int) else 0
