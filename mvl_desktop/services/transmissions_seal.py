"""What every writing on a signalement goes through: a transmission that leaves is sealed, one that left stays."""

from collections.abc import Iterator, Mapping

from mvl_desktop.domain.elements import held_elements
from mvl_desktop.domain.payload import check_size, nest
from mvl_desktop.domain.transmettre import (
    GROUP,
    SEAL,
    Passed,
    TransmissionEnvoyeeError,
    TransmissionIncompleteError,
    changed_after,
    fingerprint,
    is_sent,
    state_of,
)
from mvl_desktop.domain.transmettre_questions import asked_to_send, is_filled
from mvl_desktop.domain.transmission import ABANDONNEE, SENT
from mvl_desktop.history.model import Value

KIND = "signalement"


def with_seals(kind: str, seen: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return changes with the fingerprint of each transmission that they say has left.

    Raises TransmissionEnvoyeeError when they touch what was sent, TransmissionIncompleteError when one would leave
    without what its recipient or the law asks for, or be abandoned without a reason.
    """
    touched = list(dict.fromkeys(_touched(changes))) if kind == KIND else []
    if not touched:
        return dict(changes)
    before, merged = held_elements(GROUP, seen), {**seen, **changes}
    after = held_elements(GROUP, merged)
    sealed = dict(changes)
    for id_ in touched:
        former, later = before.get(id_, {}), after.get(id_, {})
        if is_sent(former):
            if f"{GROUP}/{id_}" in changes or _goes_back(former, later) or changed_after(former, later):
                raise TransmissionEnvoyeeError
        elif f"{GROUP}/{id_}" not in changes:
            sealed |= _sealed(id_, later, nest(KIND, merged))
    check_size(sealed)
    return sealed


def leaves(changes: Mapping[str, Value]) -> bool:
    """Whether these changes, once sealed, say that a transmission left."""
    return any(key.startswith(f"{GROUP}/") and key.endswith(f"/{SEAL}") and value for key, value in changes.items())


def _goes_back(former: Passed, later: Passed) -> bool:
    """Whether it would be said not to have left; what two posts said without seeing each other is decided elsewhere."""
    return later.get("etat") not in SENT and later.get("etat") != former.get("etat")


def _sealed(id_: str, passed: Mapping[str, Value], champs: Passed) -> dict[str, Value]:
    leaving = {name: value for name, value in passed.items() if name != SEAL}
    if state_of(leaving) == ABANDONNEE and not is_filled(leaving.get("motif_abandon")):
        raise TransmissionIncompleteError(("motif_abandon",))
    if not is_sent(leaving):
        return {f"{GROUP}/{id_}/{SEAL}": None} if passed.get(SEAL) else {}
    missing = asked_to_send(leaving, champs)
    if missing:
        raise TransmissionIncompleteError(missing)
    return {f"{GROUP}/{id_}/{SEAL}": fingerprint(leaving)}


def _touched(changes: Mapping[str, Value]) -> Iterator[str]:
    for key in changes:
        group, _, rest = key.partition("/")
        if group == GROUP and rest:
            yield rest.partition("/")[0]
