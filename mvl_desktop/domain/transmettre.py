"""What may be done of a transmission, state by state, and the seal of what was sent: it never changes afterwards.

Pure: a transmission comes and goes as `nest` gives it; the caller brings the day and the author.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.transmettre_questions import asked_to_decide, asked_to_send, is_filled
from mvl_desktop.domain.transmission import ABANDONNEE, CLOSE, DECIDEE, ENVOYEE, PROJET, RETOUR, SENT

Passed = Mapping[str, object]
"""A transmission, field by field, its id included once it has one."""

GROUP = "transmissions"
SEAL = "empreinte_envoi"
AFTER = frozenset(
    {
        "etat",
        "recepisse_le",
        "retour_attendu_le",
        "relancee_le",
        "retour_recu_le",
        "reference_retour",
        "issue",
        "issue_precision",
    }
)
"""What is still written once it is sent; every other field is what was sent."""
OPEN = (PROJET, DECIDEE, ENVOYEE)
"""The states in which something is still to be done or awaited."""
_NOT_SENT = AFTER | {"id", RANG, SEAL}
_NEXT: Mapping[str, tuple[str, ...]] = {
    PROJET: (DECIDEE, ENVOYEE, ABANDONNEE),
    DECIDEE: (ENVOYEE, PROJET, ABANDONNEE),
    ENVOYEE: (RETOUR, CLOSE),
    RETOUR: (CLOSE, ENVOYEE),
    CLOSE: (RETOUR, ENVOYEE),
    ABANDONNEE: (PROJET,),
}
_PREFIX = b"mvl transmission 1\n"


class TransmissionIncompleteError(DomainError):
    """Something that its recipient or the law asks for is still empty. It names the fields."""

    code = "transmission_incomplete"

    def __init__(self, champs: tuple[str, ...]) -> None:
        super().__init__(self.code)
        self.champs = champs
        self.champ = f"{GROUP}/{champs[0]}"


class TransmissionEnvoyeeError(DomainError):
    """What was sent is written no more: another transmission corrects it."""

    code = "transmission_envoyee"
    champ = GROUP


class TransmissionEtatError(DomainError):
    """From where it stands, a transmission does not go there."""

    code = "transmission_etat"


def state_of(passed: Passed) -> str:
    """Return where it stands: `projet` when nothing says it, `envoyee` as soon as it bears the seal of a sending."""
    state = str(passed.get("etat") or PROJET)
    return ENVOYEE if passed.get(SEAL) and state not in SENT else state


def next_states(passed: Passed) -> tuple[str, ...]:
    """Return the states that may follow; none after one that a newer version wrote."""
    return _NEXT.get(state_of(passed), ())


def is_sent(passed: Passed) -> bool:
    """Whether it left, whatever became of it since."""
    return state_of(passed) in SENT


def fingerprint(passed: Passed) -> str:
    """Return the fingerprint of what is sent: a SHA-256 in hexadecimal.

    It is taken over the line « mvl transmission 1 », a line feed, then the JSON object of every field that holds
    something, names in order, without a space, in UTF-8; its id, its place, its seal, its state and what comes after
    the sending are left out. Fields that a newer version added are in it too.
    """
    said = {name: _plain(value) for name, value in passed.items() if name not in _NOT_SENT and is_filled(value)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(_PREFIX + text.encode("utf-8", "surrogatepass")).hexdigest()


def is_altered(passed: Passed, champs: Passed) -> bool:
    """Whether it says today another thing than what was sent: an older post, or somebody who had not seen it leave.

    A copy of the signalement from which identities were taken out does not claim to say what was sent.
    """
    seal, origins = passed.get(SEAL), champs.get("provenances")
    held = [each for each in origins if isinstance(each, Mapping)] if isinstance(origins, (list, tuple)) else []
    if not seal or any(each.get("masque") is True for each in held):
        return False
    return seal != fingerprint(passed) or passed.get("etat") not in SENT


def changed_after(before: Passed, after: Passed) -> tuple[str, ...]:
    """Return the fields of what was sent that differ between two wordings of one transmission."""
    names = {*before, *after} - (_NOT_SENT - {SEAL})
    return tuple(sorted(name for name in names if _held(before.get(name)) != _held(after.get(name))))


def decided(passed: Passed, champs: Passed, le: date, par: str) -> Passed:
    """Return it decided, by whom and when. Raises TransmissionIncompleteError, TransmissionEtatError."""
    _expect(passed, DECIDEE)
    _complete(asked_to_decide(passed, champs))
    return {**passed, "etat": DECIDEE, "decidee_le": le.isoformat(), "decidee_par": par or None}


def sent(passed: Passed, champs: Passed, said: Passed) -> Passed:
    """Return it as somebody says that it left: `said` gives the day, the channel, the reference.

    One that was sent at once was decided the same day. The seal is put when it is recorded, over what is recorded.
    Raises TransmissionIncompleteError, TransmissionEtatError.
    """
    _expect(passed, ENVOYEE)
    if is_sent(passed):
        raise TransmissionEtatError
    leaving = {**passed, **said}
    if not leaving.get("decidee_le"):
        leaving["decidee_le"] = leaving.get("envoyee_le")
    _complete(asked_to_send(leaving, champs))
    return {**leaving, "etat": ENVOYEE}


def acknowledged(passed: Passed, le: date) -> Passed:
    """Return it as received by its recipient, who attested it."""
    return _after(passed, {"recepisse_le": le.isoformat()})


def reminded(passed: Passed, le: date) -> Passed:
    """Return it as recalled to its recipient; the former reminders stay in the history."""
    _expect_state(passed, (ENVOYEE,))
    return _after(passed, {"relancee_le": le.isoformat()})


def returned(passed: Passed, said: Passed) -> Passed:
    """Return it with what came back: the day, the outcome, in what words, under what reference."""
    _expect_state(passed, (ENVOYEE, RETOUR))
    _complete(("retour_recu_le",) if not said.get("retour_recu_le") else ())
    return _after(passed, {**said, "etat": RETOUR})


def closed(passed: Passed, issue: str = "") -> Passed:
    """Return it as closed; an outcome is needed, « sans retour » is one."""
    _expect(passed, CLOSE)
    outcome = issue or passed.get("issue")
    _complete(() if outcome else ("issue",))
    return _after(passed, {"issue": outcome, "etat": CLOSE})


def abandoned(passed: Passed, motif: str) -> Passed:
    """Return it as given up, which needs a reason; what was sent is not given up."""
    if is_sent(passed):
        raise TransmissionEnvoyeeError
    _expect(passed, ABANDONNEE)
    _complete(() if motif.strip() else ("motif_abandon",))
    return {**passed, "etat": ABANDONNEE, "motif_abandon": motif.strip()}


def reopened(passed: Passed) -> Passed:
    """Return it one step back: one not sent is in preparation again, a closed one has its return or awaits it."""
    if not is_sent(passed):
        _expect(passed, PROJET)
        return {**passed, "etat": PROJET, "decidee_le": None, "decidee_par": None, "motif_abandon": None}
    _expect_state(passed, (CLOSE, RETOUR))
    back = RETOUR if state_of(passed) == CLOSE and passed.get("retour_recu_le") else ENVOYEE
    return _after(passed, {"etat": back} | ({"retour_recu_le": None} if back == ENVOYEE else {}))


def is_awaited(passed: Passed) -> bool:
    """Whether its recipient has not answered yet."""
    return state_of(passed) == ENVOYEE and not passed.get("retour_recu_le")


def days_late(passed: Passed, today: date) -> int:
    """Return for how many days its return has been overdue; 0 when none is, or when no day was set."""
    due = read_day(passed.get("retour_attendu_le"))
    return max(0, (today - due).days) if due is not None and is_awaited(passed) else 0


def read_day(value: object) -> date | None:
    """Return a day as it is kept; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def transmissions_of(champs: Passed) -> list[Passed]:
    """Return the transmissions of a signalement, as it is typed."""
    held = champs.get(GROUP)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def _after(passed: Passed, said: Passed) -> Passed:
    """Return it with what comes after the sending, and nothing else: whatever else `said` names stays out."""
    if not is_sent(passed):
        raise TransmissionEtatError
    return {**passed, **{name: value for name, value in said.items() if name in AFTER}}


def _expect(passed: Passed, state: str) -> None:
    if state not in next_states(passed) and not (is_sent(passed) and state == state_of(passed)):
        raise TransmissionEtatError


def _expect_state(passed: Passed, states: tuple[str, ...]) -> None:
    if state_of(passed) not in states:
        raise TransmissionEtatError


def _complete(missing: tuple[str, ...]) -> None:
    if missing:
        raise TransmissionIncompleteError(missing)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _held(value: object) -> object:
    return _plain(value) if is_filled(value) else None
