"""C31, C32: whoever carries the letters of an enrolment changes nothing, repeats nothing, and lets nobody in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from mvl_desktop.exchange.authority import enact, rotate
from mvl_desktop.ports.store import Espace
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import device_id, digest
from mvl_desktop.protocol.objects import (
    DeviceAdd,
    DeviceCert,
    DeviceRevoke,
    EnrolAnswer,
    EnrolBody,
    EnrolRequest,
    GrantFor,
    Invitation,
)
from mvl_desktop.protocol.registry import build_entry
from mvl_desktop.services import enrolment
from mvl_desktop.services.enrolment import Request
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.fakes.world import SetClock, memory_folder

WEEK_MS = 7 * 24 * 3_600_000
SMALL_ORDER = bytes([1]) + bytes(31)


@dataclass
class Hall:
    """An operator who invites, somebody who comes, and somebody in between with a post of their own."""

    clock: SetClock
    operator: Office
    newcomer: Office
    between: Office
    espace: Espace

    def invite(self) -> bytes:
        return enrolment.invite(self.operator.ports, [], "referent")

    def ask(self, invitation: bytes, office: Office | None = None) -> Request:
        return enrolment.request_entry((office or self.newcomer).ports, invitation)

    def accept(self, request: bytes, code: str) -> bytes:
        answer = enrolment.accept(self.operator.ports, request, code).answer
        assert answer is not None
        return answer

    def members(self) -> int:
        with self.operator.ports.store.read() as uow:
            return len(uow.espaces.registry(self.espace.id).devices)

    def espaces_of(self, office: Office) -> list[Espace]:
        with office.ports.store.read() as uow:
            return uow.espaces.all()


@pytest.fixture
def hall() -> Iterator[Hall]:
    folder, clock = memory_folder(), SetClock()
    alix, camille, sacha = (open_office(folder, name, clock=clock, in_memory=True) for name in ("A", "B", "C"))
    yield Hall(clock, alix, camille, sacha, alix.found())
    for post in (alix, camille, sacha):
        post.close()


def refused(code: str, act: Callable[..., Any], *given: Any) -> None:
    with pytest.raises(RefusError) as caught:
        act(*given)
    assert caught.value.code == code


# ---- C31: what is carried


def test_c31_a_request_swapped_on_the_way_is_refused(hall: Hall) -> None:
    """The service sees the request and not the invitation's secret: it cannot make one that holds."""
    asked = hall.ask(hall.invite())
    request = decode(asked.request, EnrolRequest, 1 << 14)
    body = decode(request.body, EnrolBody, 1 << 14)
    with hall.between.ports.store.read() as uow:
        theirs = uow.identity.device()
    swapped = encode(replace(body, cert=theirs.cert))
    proof = hall.between.ports.crypto.sign(theirs.sig, "enrol", swapped)
    for mac in (request.mac, bytes(32), hall.between.ports.crypto.mac(bytes(32), swapped)):
        refused("demande_invalide", hall.accept, encode(EnrolRequest(swapped, mac, proof)), asked.code)
    assert hall.members() == 1


def test_c31_whoever_stole_the_invitation_reads_another_code(hall: Hall) -> None:
    """It can make a request that holds; the code that the newcomer reads aloud is not the one of that request."""
    invitation = hall.invite()
    asked, stolen = hall.ask(invitation), hall.ask(invitation, hall.between)
    assert asked.code != stolen.code
    refused("code_surete_different", hall.accept, stolen.request, asked.code)
    assert hall.members() == 1
    # Nothing was used up by it: the true request is taken.
    enrolment.join(hall.newcomer.ports, hall.accept(asked.request, asked.code))
    assert hall.members() == 2


def test_c31_no_byte_of_a_request_can_be_changed(hall: Hall) -> None:
    asked = hall.ask(hall.invite())
    for at in range(0, len(asked.request), 3):
        altered = bytearray(asked.request)
        altered[at] ^= 1
        with pytest.raises(RefusError) as caught:
            hall.accept(bytes(altered), asked.code)
        assert caught.value.code in ("demande_invalide", "invitation_deja_utilisee"), at
    for cut in (asked.request[:-1], asked.request + b"\0", b""):
        refused("demande_invalide", hall.accept, cut, asked.code)
    assert hall.members() == 1


@pytest.mark.parametrize("field", EnrolBody.__struct_fields__)
def test_c31_whoever_knows_the_secret_changes_the_code_with_any_field(hall: Hall, field: str) -> None:
    invitation = hall.invite()
    asked, secret = hall.ask(invitation), decode(invitation, Invitation, 1 << 14).secret
    body = decode(decode(asked.request, EnrolRequest, 1 << 14).body, EnrolBody, 1 << 14)
    with hall.between.ports.store.read() as uow:
        theirs = uow.identity.device()
    other = {"v": 2, "iid": b"i" * 16, "cert": theirs.cert, "nonce": b"n" * 32}[field]
    changed = encode(replace(body, **{field: other}))
    crypto = hall.between.ports.crypto
    request = encode(EnrolRequest(changed, crypto.mac(secret, changed), crypto.sign(theirs.sig, "enrol", changed)))
    with pytest.raises(RefusError):
        hall.accept(request, asked.code)
    assert hall.members() == 1


@pytest.mark.parametrize("key", ["sig", "auth"])
def test_c31_c07_a_key_under_which_anybody_signs_is_refused_at_the_door(hall: Hall, key: str) -> None:
    invitation = hall.invite()
    secret = decode(invitation, Invitation, 1 << 14).secret
    with hall.newcomer.ports.store.read() as uow:
        device = uow.identity.device()
    crypto, asked = hall.newcomer.ports.crypto, hall.ask(invitation)
    body = decode(decode(asked.request, EnrolRequest, 1 << 14).body, EnrolBody, 1 << 14)
    cert = encode(replace(decode(device.cert, DeviceCert, 1 << 14), **{key: SMALL_ORDER}))
    changed = encode(replace(body, cert=cert))
    request = encode(EnrolRequest(changed, crypto.mac(secret, changed), crypto.sign(device.sig, "enrol", changed)))
    with hall.operator.ports.store.read() as uow:
        code = enrolment._code(hall.operator.ports, decode(invitation, Invitation, 1 << 14), request)
    refused("demande_invalide", hall.accept, request, code)
    assert hall.members() == 1


@pytest.mark.parametrize("key", ["auth", "kem"])
def test_c31_a_key_that_the_registry_has_named_is_refused(hall: Hall, key: str) -> None:
    """One key, one use: a certificate that borrows a key of the operator's."""
    invitation = hall.invite()
    shown = decode(invitation, Invitation, 1 << 14)
    with hall.newcomer.ports.store.read() as uow:
        device = uow.identity.device()
    borrowed = getattr(decode(_cert(hall.operator), DeviceCert, 1 << 14), key)
    cert = encode(replace(decode(device.cert, DeviceCert, 1 << 14), **{key: borrowed}))
    crypto = hall.newcomer.ports.crypto
    body = encode(EnrolBody(1, shown.iid, cert, bytes(32)))
    request = encode(EnrolRequest(body, crypto.mac(shown.secret, body), crypto.sign(device.sig, "enrol", body)))
    code = enrolment._code(hall.operator.ports, shown, request)
    refused("demande_invalide", hall.accept, request, code)
    assert hall.members() == 1


def test_c31_an_invitation_expires_on_both_sides(hall: Hall) -> None:
    invitation = hall.invite()
    asked = hall.ask(invitation)
    hall.clock.at += WEEK_MS + 1_000
    refused("invitation_expiree", hall.ask, invitation, hall.between)
    refused("invitation_expiree", hall.accept, asked.request, asked.code)
    assert hall.members() == 1


def test_c31_an_invitation_is_used_once(hall: Hall) -> None:
    invitation = hall.invite()
    asked, second = hall.ask(invitation), hall.ask(invitation, hall.between)
    enrolment.join(hall.newcomer.ports, hall.accept(asked.request, asked.code))
    # Somebody else's request, then the same one, come back.
    refused("invitation_deja_utilisee", hall.accept, second.request, second.code)
    refused("invitation_deja_utilisee", hall.accept, asked.request, asked.code)
    assert hall.members() == 2


def test_c31_another_operators_invitation_is_not_ours(hall: Hall) -> None:
    """Replayed to somebody who did not make it: nothing is known of it there."""
    asked = hall.ask(hall.invite())
    hall.operator.admit(hall.between, role="operator")
    refused("invitation_deja_utilisee", lambda: enrolment.accept(hall.between.ports, asked.request, asked.code))


def _answer(hall: Hall) -> EnrolAnswer:
    asked = hall.ask(hall.invite())
    return decode(hall.accept(asked.request, asked.code), EnrolAnswer, 1 << 23)


def _other_registry(hall: Hall, answer: EnrolAnswer) -> EnrolAnswer:
    other = hall.between.found("Autre")
    with hall.between.ports.store.read() as uow:
        return replace(answer, registries=[uow.espaces.entries(other.id)])


def _another_key(hall: Hall, answer: EnrolAnswer) -> EnrolAnswer:
    """A grant that opens, to a key of the service's own."""
    [grant] = answer.grants
    with hall.newcomer.ports.store.read() as uow:
        kem = decode(uow.identity.device().cert, DeviceCert, 1 << 14).kem
    ct = hall.between.ports.crypto.seal_grant(b"k" * 32, kem, grant.espace, grant.epoch, grant.device)
    return replace(answer, grants=[GrantFor(grant.espace, grant.epoch, grant.device, ct)])


ANSWERS: dict[str, Callable[[Hall, EnrolAnswer], EnrolAnswer]] = {
    "another invitation": lambda _, answer: replace(answer, iid=b"i" * 16),
    "no registry": lambda _, answer: replace(answer, registries=[]),
    "another registry": _other_registry,
    "a registry that stops before us": lambda _, answer: replace(answer, registries=[answer.registries[0][:-1]]),
    "a registry without its beginning": lambda _, answer: replace(answer, registries=[answer.registries[0][1:]]),
    "an entry twice": lambda _, answer: replace(answer, registries=[[*answer.registries[0], answer.registries[0][-1]]]),
    "no grant": lambda _, answer: replace(answer, grants=[]),
    "another key": _another_key,
    "another service": lambda _, answer: replace(answer, service="https://ailleurs.exemple"),
}
"""What somebody on the way may make of the operator's answer."""


@pytest.mark.parametrize("change", ANSWERS.values(), ids=ANSWERS.keys())
def test_c31_an_answer_changed_on_the_way_lets_nobody_in(
    hall: Hall, change: Callable[[Hall, EnrolAnswer], EnrolAnswer]
) -> None:
    answer = _answer(hall)
    refused("reponse_invalide", enrolment.join, hall.newcomer.ports, encode(change(hall, answer)))
    assert hall.espaces_of(hall.newcomer) == []
    enrolment.join(hall.newcomer.ports, encode(answer))
    assert [each.id for each in hall.espaces_of(hall.newcomer)] == [hall.espace.id]


def test_c31_an_answer_serves_once_and_one_post(hall: Hall) -> None:
    answer = encode(_answer(hall))
    refused("reponse_invalide", enrolment.join, hall.between.ports, answer)
    enrolment.join(hall.newcomer.ports, answer)
    refused("reponse_invalide", enrolment.join, hall.newcomer.ports, answer)


def test_c31_a_registry_older_than_the_invitation_is_refused(hall: Hall) -> None:
    """The invitation pins a head: the service cannot show the espace as it was before."""
    early = hall.espaces_of(hall.operator)[0]
    with hall.operator.ports.store.read() as uow:
        old = uow.espaces.entries(early.id)
    hall.operator.admit(hall.between)
    answer = _answer(hall)
    assert len(answer.registries[0]) > len(old)
    refused("reponse_invalide", enrolment.join, hall.newcomer.ports, encode(replace(answer, registries=[old])))


def test_c31_c15_a_branch_that_somebody_removed_goes_on_with_is_refused(hall: Hall) -> None:
    """An administrator is removed, and helps the service: their registry is sound, and does not pass by the head."""
    hall.operator.admit(hall.between, role="admin")
    with hall.operator.ports.store.work() as uow:
        gone = device_id(_cert(hall.between))
        enact(uow, hall.operator.ports, hall.espace.id, DeviceRevoke, device=gone, cut=0, reason_code="z")
        rotate(uow, hall.operator.ports, hall.espace.id)
        uow.commit()
    shown = decode(hall.invite(), Invitation, 1 << 14)
    hall.ask(encode(shown))
    crypto, cert = hall.between.ports.crypto, _cert(hall.newcomer)
    with hall.between.ports.store.read() as uow:
        registry, theirs = uow.espaces.registry(hall.espace.id), uow.identity.device()
        entries, key = uow.espaces.entries(hall.espace.id), uow.keys.epoch_key(hall.espace.id, registry.epoch)
    assert key is not None
    device, kem = device_id(cert), decode(cert, DeviceCert, 1 << 14).kem
    ct = crypto.seal_grant(key, kem, hall.espace.id, registry.epoch, device)
    place = {"role": "referent", "poste": bytes(16), "epoch": registry.epoch, "grant": digest("grant", ct)}
    added = registry.draft(DeviceAdd, 1, cert=cert, **place)
    entry = build_entry(added, [(theirs.id, lambda tag, said: crypto.sign(theirs.sig, tag, said))])
    grant = GrantFor(hall.espace.id, registry.epoch, device, ct)
    answer = encode(EnrolAnswer(1, shown.iid, [[*entries, entry]], [grant], None))
    refused("reponse_invalide", enrolment.join, hall.newcomer.ports, answer)
    assert hall.espaces_of(hall.newcomer) == []


# ---- C32: the code


def test_c32_the_code_is_equal_on_both_sides_every_time(hall: Hall) -> None:
    for _ in range(3):
        invitation = hall.invite()
        asked = hall.ask(invitation)
        assert asked.code == enrolment._code(
            hall.operator.ports, decode(invitation, Invitation, 1 << 14), asked.request
        )
    # As it is heard: groups, hyphens or nothing between digits.
    enrolment.join(hall.newcomer.ports, hall.accept(asked.request, asked.code.replace(" ", "-")))


def test_c32_a_go_between_who_invites_in_the_operators_place_is_heard(hall: Hall) -> None:
    """It gives the newcomer an invitation of its own, and the operator a request of its own: the codes differ."""
    true = hall.invite()
    theirs = hall.between.found("Délégation fictive")
    assert theirs.id != hall.espace.id
    with hall.operator.ports.store.read() as uow:
        operator = uow.identity.device().id
    false = enrolment.invite(hall.between.ports, [], "referent")
    shown = decode(false, Invitation, 1 << 14)
    # As like as can be: the same espace, the same operator's name; the pinned founder is its own.
    likely = encode(
        replace(shown, by=operator, espaces=[replace(shown.espaces[0], id=hall.espace.id, name=hall.espace.name)])
    )
    read_aloud = hall.ask(likely).code
    relayed = hall.ask(true, hall.between)
    assert read_aloud != relayed.code
    refused("code_surete_different", hall.accept, relayed.request, read_aloud)
    assert hall.members() == 1


def _one_digit_off(code: str) -> list[str]:
    """Every code that differs from this one by one digit, misheard by one."""
    return [code[:at] + str((int(digit) + 1) % 10) + code[at + 1 :] for at, digit in enumerate(code) if digit.isdigit()]


def test_c32_the_code_is_typed_whole_and_right(hall: Hall) -> None:
    asked = hall.ask(hall.invite())
    groups = asked.code.split()
    assert [len(group) for group in groups] == [5] * 6
    parts = ["", groups[0], " ".join(groups[:5]), " ".join(groups[1:]), asked.code[:-1], asked.code + "0"]
    swapped = " ".join([groups[1], groups[0], *groups[2:]])
    wrong = [*parts, *_one_digit_off(asked.code)[::5], *([swapped] if swapped != asked.code else []), "identique"]
    for code in wrong:
        refused("code_surete_different", hall.accept, asked.request, code)
    assert hall.members() == 1
    hall.accept(asked.request, asked.code)
    assert device_id(_cert(hall.newcomer)) in _devices(hall)


def _cert(office: Office) -> bytes:
    with office.ports.store.read() as uow:
        return uow.identity.device().cert


def _devices(hall: Hall) -> set[bytes]:
    with hall.operator.ports.store.read() as uow:
        return set(uow.espaces.registry(hall.espace.id).devices)
