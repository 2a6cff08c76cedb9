"""Every lie that a service may tell, one at a time: what it is, which published attack it plays, and what a post says.

A row is a function that prepares the stage and returns the lie; `hears` lists the codes of which the person at the
victim's post must read one at least (refusal, stop, reason or alarm), `heals` what brings the exchange to its end once
the service is honest again: the exchange itself, or a person who has read the alarm first.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import (
    Checkpoint,
    Commit,
    DeviceAdd,
    DeviceCert,
    EpochAct,
    Erase,
    GrantFor,
    Hold,
    KeySlot,
    PolicySet,
    Receipt,
    RegistryEntry,
    Reinstate,
    RoleSet,
    ServiceKey,
    Signature,
    Signed,
    SuiteMin,
    read_header,
)
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.wire import (
    FRAMES,
    OBJECT,
    BlobState,
    CommitAnswer,
    EspaceState,
    FrameType,
    Numbered,
    PushAnswer,
    frame,
    page_frame,
)
from tests.fakes.world import Post
from tests.security.malicious_service import (
    MINE,
    NEW,
    OLD,
    Frames,
    Stage,
    Tell,
    Told,
    both,
    by,
    feed,
    frames,
    instead,
    message,
    refusing,
    replaying,
    reply,
    state,
    without_record,
)

PUBLISHED = (
    "member added by the service",
    "swapped key",
    "unbound field",
    "downgrade",
    "replay",
    "withheld rotation",
    "withheld revocation",
    "stale key generation",
    "withholding",
    "reordering",
    "fork",
    "rollback",
    "lying on membership",
    "false receipt",
    "invented order",
    "withheld order",
    "false accusation",
    "bomb",
    "false clock",
    "denial",
)
"""The attacks published on systems of this kind; each has a row at least (a test counts them)."""


@dataclass(frozen=True)
class Lie:
    """One row."""

    name: str
    attack: str
    hears: frozenset[str]
    make: Callable[[Stage], Tell]
    person: bool = False
    syncs: int = 1
    pushes: bool = False


LIES: dict[str, Lie] = {}


def lie(attack: str, *hears: str, person: bool = False, syncs: int = 1, pushes: bool = False) -> Callable[..., Any]:
    """Put a function in the table. `syncs`: exchanges needed; `pushes`: the victim has something to send."""

    def add(make: Callable[[Stage], Tell]) -> Callable[[Stage], Tell]:
        assert make.__name__ not in LIES
        LIES[make.__name__] = Lie(make.__name__, attack, frozenset(hears), make, person, syncs, pushes)
        return make

    return add


def _only(type_: FrameType, change: Callable[[bytes], bytes | None]) -> Callable[[Frames], Frames]:
    """Change, or leave out, the frames of one type."""

    def bend(found: Frames) -> Frames:
        bent = [(kind, change(payload) if kind == type_ else payload) for kind, payload in found]
        return [(kind, payload) for kind, payload in bent if payload is not None]

    return bend


def _end(next_: int, more: bool) -> tuple[int, bytes]:
    return int(FrameType.PAGE), page_frame(next_, more)[5:]


# ---- withholding: what is dropped


@lie("withholding", "service_menteur")
def drop_the_commits_of_one_device_without_a_story(stage: Stage) -> Tell:
    stage.news()
    theirs = by(stage, stage.b)
    return feed(stage, lambda told: [one for one in told if not theirs(one)], consistent=False)


@lie("withholding", "retenue_suspectee", "historique_divergent", syncs=2, person=True)
def drop_the_commits_of_one_device_with_a_signed_story(stage: Stage) -> Tell:
    stage.news()
    theirs = by(stage, stage.b)
    told = feed(stage, lambda told: [one for one in told if not theirs(one)])
    stage.world.clock.at += 2 * 24 * 3_600_000
    for post in (stage.a, stage.b):
        post.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return told


@lie("withholding", "contenu_absent", syncs=2)
def drop_every_body_of_one_record(stage: Stage) -> Tell:
    stage.news()
    return feed(stage, without_record(NEW))


@lie("withholding", "contenu_absent", syncs=2)
def drop_everything_but_headers(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", _only(FrameType.BODY, lambda _: None))


@lie("withholding", "service_menteur")
def drop_the_commit_under_its_number(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", _only(FrameType.COMMIT, lambda _: None))


@lie("withholding", "retenue_suspectee", syncs=2)
def pass_a_commit_off_as_a_body_that_came_late(stage: Stage) -> Tell:
    stage.news()
    first = [True]

    def change(told: list[Told]) -> list[Told]:
        for one in told:
            if by(stage, stage.a)(one) and first:
                first.clear()
                hidden.add(one.id)
            if one.id in hidden:
                one.what, one.bodies, one.commit = Numbered.LATE_BODY, [], None
        return told

    hidden: set[bytes] = set()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return feed(stage, change)


@lie("withholding", "service_menteur")
def give_an_empty_feed(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", lambda found: found[-1:])


@lie("withholding", "service_menteur")
def give_a_feed_without_its_signed_word(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", _only(FrameType.CHECKPOINT, lambda _: None))


@lie("withholding", "cle_retenue", syncs=2)
def drop_the_keyslots(stage: Stage) -> Tell:
    stage.news()
    return frames("/slots", lambda found: found[-1:])


@lie("withholding", "cle_retenue", syncs=2)
def drop_the_grant_of_a_new_epoch(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/grants", lambda found: found[-1:])


@lie("withholding", "service_menteur")
def announce_registry_entries_and_give_none(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/registry", lambda found: found[-1:])


@lie("withholding", "contenu_absent", syncs=2)
def say_that_an_attachment_is_not_there(stage: Stage) -> Tell:
    stage.attach(stage.a, NEW, b"photo" * 100)
    stage.news()
    return _blob_absent


def _blob_absent(request: Any, honest: Any) -> Any:
    if "/blobs/" in request.url.path and request.method == "GET":
        return refusing(404, "unknown")(request, honest)
    return honest()


@lie("withheld rotation", "renouvellement_requis", pushes=True)
def withhold_the_rotation_after_a_revocation(stage: Stage) -> Tell:
    regn = _revoke_b(stage)
    return _old_registry(stage, regn + 1)


@lie("withheld revocation", "retenue_suspectee", syncs=2)
def withhold_the_revocation(stage: Stage) -> Tell:
    return _old_registry(stage, _revoke_b(stage))


@lie("withheld order", "retenue_suspectee", syncs=2)
def withhold_an_erase_order(stage: Stage) -> Tell:
    regn = stage.a.registry.n
    stage.news()
    stage.a.save(OTHER, {"objet": "à effacer"})
    stage.a.sync()
    stage.a.erase(OTHER)
    stage.a.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return _old_registry(stage, regn)


OTHER = b"o" * 16


def _revoke_b(stage: Stage) -> int:
    """A fourth post comes and is revoked, with a rotation; return the registry's number before."""
    fourth = _fourth(stage)
    stage.news()
    regn = stage.a.registry.n
    stage.a.revoke(fourth)
    stage.a.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return regn


def _fourth(stage: Stage) -> Post:
    """Bring one more post in, whom C has heard of."""
    fourth = stage.world.post()
    fourth.connect(stage.service)
    stage.a.admit(fourth)
    stage.exchange()
    stage.heard.clear()
    return fourth


def _old_registry(stage: Stage, regn: int) -> Tell:
    """Show the registry as it was at `regn`, wherever it shows."""
    head = stage.a.registry.head_at(regn)

    def old(said: EspaceState) -> EspaceState:
        n, root = _word(said)
        return replace(said, regn=regn, checkpoint=stage.sign_checkpoint(n, root, regn=regn, regh=head))

    def page(found: Frames) -> Frames:
        kept = [
            (kind, payload)
            for kind, payload in found
            if kind == FrameType.REGISTRY and read_entry(payload)[1].n <= regn
        ]
        return [*kept, _end(regn + 1, False)]

    def word(payload: bytes) -> bytes:
        told = decode(decode(payload, Signed, 1 << 16).o, Checkpoint, 1 << 16)
        return stage.sign_checkpoint(told.n, told.root, regn=regn, regh=head)

    return both(state(old), frames("/registry", page), frames("/feed", _only(FrameType.CHECKPOINT, word)))


def _word(said: EspaceState) -> tuple[int, bytes]:
    assert said.checkpoint is not None
    told = decode(decode(said.checkpoint, Signed, 1 << 16).o, Checkpoint, 1 << 16)
    return told.n, told.root


# ---- replay, reordering, rollback


@lie("replay", "service_fige", syncs=2)
def give_an_old_answer_for_ever(stage: Stage) -> Tell:
    told = replaying("/sync")
    stage.liar.tell = told
    stage.exchange()
    stage.news()
    stage.world.clock.at += 15 * 24 * 3_600_000
    return told


@lie("replay", "service_menteur")
def give_an_old_page_of_the_feed(stage: Stage) -> Tell:
    old = stage.c.carrier.feed(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.news()
    return instead("/feed", lambda: body, FRAMES)


@lie("replay", "service_menteur")
def give_an_old_page_of_keyslots(stage: Stage) -> Tell:
    old = stage.c.carrier.slots(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.news()
    return instead("/slots", lambda: body, FRAMES)


@lie("replay", "service_menteur")
def give_an_old_page_of_the_registry(stage: Stage) -> Tell:
    old = stage.c.carrier.registry(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return instead("/registry", lambda: body, FRAMES)


@lie("replay", "envoi_refuse", pushes=True, syncs=2)
def give_an_old_receipt(stage: Stage) -> Tell:
    told = replaying("/push")
    stage.liar.tell = told
    stage.c.save(b"z" * 16, {"objet": "premier"})
    stage.exchange()
    stage.news()
    return told


@lie("reordering", "historique_divergent", person=True)
def reorder_the_feed(stage: Stage) -> Tell:
    stage.news()
    return feed(stage, lambda told: told[::-1], consistent=False)


@lie("reordering", "service_menteur")
def reorder_the_registry(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/registry", lambda found: [*found[:-1][::-1], found[-1]])


@lie("rollback", "historique_divergent", person=True)
def show_an_older_number(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(0, bytes(32))))


@lie("fork", "historique_divergent", person=True)
def show_another_root_of_the_same_number(stage: Stage) -> Tell:
    n, _ = stage.c.read(lambda uow: uow.exchange.root(stage.c.espace))
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(n, b"x" * 32)))


@lie("fork", "historique_divergent", person=True)
def sign_another_root_than_the_one_given(stage: Stage) -> Tell:
    stage.news()

    def other(payload: bytes) -> bytes:
        told = decode(decode(payload, Signed, 1 << 16).o, Checkpoint, 1 << 16)
        return stage.sign_checkpoint(told.n, b"y" * 32)

    return frames("/feed", _only(FrameType.CHECKPOINT, other))


@lie("fork", "historique_divergent", person=True)
def say_one_root_first_and_give_another(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(_word(said)[0], b"w" * 32)))


@lie("fork", "historique_divergent", person=True, syncs=2)
def tell_two_histories_to_two_posts(stage: Stage) -> Tell:
    """C is told a story without B; what A signs afterwards carries what A was told."""
    stage.news()
    stage.a.sync()
    theirs = by(stage, stage.b)
    told = feed(stage, lambda told: [one for one in told if not theirs(one)])
    stage.liar.tell = told
    stage.exchange()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.world.clock.at += 2 * 24 * 3_600_000
    stage.a.sync()
    return told


@lie("fork", "registre_contradictoire", person=True)
def sign_another_registry_head(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(*_word(said), regh=b"h" * 32)))


@lie("swapped key", "service_menteur")
def sign_the_word_with_another_key(stage: Stage) -> Tell:
    stage.news()

    def spoil(payload: bytes) -> bytes:
        return encode(replace(decode(payload, Signed, 1 << 16), s=bytes(64)))

    return frames("/feed", _only(FrameType.CHECKPOINT, spoil))


@lie("fork", "service_menteur")
def give_the_word_of_another_espace(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(*_word(said), espace=b"X" * 16)))


# ---- membership


def _instead_of_entries(stage: Stage, entry: bytes) -> Tell:
    """Announce one registry entry more, and give this one."""
    regn = stage.c.registry.n + 1
    return both(
        state(lambda said: replace(said, regn=regn)),
        frames("/registry", lambda found: [*found[:-1], (int(FrameType.REGISTRY), entry), _end(regn + 1, False)]),
    )


def _ghost(stage: Stage) -> tuple[Post, DeviceAdd]:
    ghost = stage.world.post()
    cert = ghost.read(lambda uow: uow.identity.device().cert)
    registry = stage.a.registry
    added = registry.draft(
        DeviceAdd, 1, cert=cert, role="agent", poste=bytes(16), epoch=registry.epoch, grant=digest("grant", b"g")
    )
    return ghost, added


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_itself(stage: Stage) -> Tell:
    stage.news()
    ghost, added = _ghost(stage)
    return _instead_of_entries(stage, stage.signed_entry(ghost, added))


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_somebody_unknown(stage: Stage) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    return _instead_of_entries(stage, stage.signed_entry(stage.world.post(), added))


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_an_agent(stage: Stage) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    return _instead_of_entries(stage, stage.signed_entry(stage.b, added))


@lie("member added by the service", "registre_refuse")
def add_a_member_in_the_name_of_the_administrator(stage: Stage) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    return _instead_of_entries(stage, encode(RegistryEntry(encode(added), [Signature(stage.a.id, bytes(64))])))


@lie("member added by the service", "registre_refuse")
def add_a_member_under_the_services_key(stage: Stage) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    signed = decode(stage.service.key.sign("registry", encode(added)), Signed, 1 << 16)
    return _instead_of_entries(stage, encode(RegistryEntry(encode(added), [Signature(stage.a.id, signed.s)])))


@lie("member added by the service", "registre_refuse")
def begin_another_registry(stage: Stage) -> Tell:
    other = stage.world.post()
    other.found(stage.a.espace)
    entries = other.read(lambda uow: uow.espaces.entries(other.espace))
    stage.news()
    regn = stage.c.registry.n + 1
    given = [(int(FrameType.REGISTRY), entry) for entry in entries]
    return both(
        state(lambda said: replace(said, regn=regn)),
        frames("/registry", lambda found: [*given, _end(regn + 1, False)]),
    )


@lie("member added by the service", "registre_refuse")
def give_nonsense_as_an_entry(stage: Stage) -> Tell:
    stage.news()
    return _instead_of_entries(stage, b"\x92\xc4\x01x\x90")


@lie("fork", "registre_refuse")
def invent_an_entry_that_follows_another_past(stage: Stage) -> Tell:
    """Unsigned: no proof that anybody told two stories but the service itself."""
    stage.news()
    act = replace(stage.a.registry.draft(PolicySet, 1, policy=stage.a.registry.policy), prev=b"p" * 32)
    return _instead_of_entries(stage, encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))])))


@lie("swapped key", "registre_refuse")
def swap_the_key_of_a_newcomer(stage: Stage) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    true = stage.signed_entry(stage.a, added)
    other = stage.world.post().read(lambda uow: uow.identity.device().cert)
    entry = read_entry(true)[0]
    return _instead_of_entries(stage, encode(replace(entry, e=encode(replace(added, cert=other)))))


def _swap_part_of_cert(stage: Stage, part: str) -> Tell:
    stage.news()
    _, added = _ghost(stage)
    entry = read_entry(stage.signed_entry(stage.a, added))[0]
    cert = decode(added.cert, DeviceCert, 4096)
    other = decode(stage.world.post().read(lambda uow: uow.identity.device().cert), DeviceCert, 4096)
    swapped = encode(replace(cert, **{part: getattr(other, part)}))
    return _instead_of_entries(stage, encode(replace(entry, e=encode(replace(added, cert=swapped)))))


@lie("swapped key", "registre_refuse")
def swap_the_signing_key_alone(stage: Stage) -> Tell:
    return _swap_part_of_cert(stage, "sig")


@lie("swapped key", "registre_refuse")
def swap_the_key_of_requests_alone(stage: Stage) -> Tell:
    return _swap_part_of_cert(stage, "auth")


@lie("swapped key", "registre_refuse")
def swap_the_sealing_key_alone(stage: Stage) -> Tell:
    return _swap_part_of_cert(stage, "kem")


@lie("swapped key", "registre_refuse")
def name_another_key_for_the_service(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(ServiceKey, 1, key=stage.world.services[0].key.public)
    return _instead_of_entries(stage, stage.signed_entry(stage.b, act))


def _epoch(stage: Stage, members: list[bytes], number: int = 0) -> Tell:
    """An epoch that a dishonest administrator has really signed, with the members that the service wishes."""
    stage.news()
    registry = stage.a.registry
    act = registry.draft(
        EpochAct,
        1,
        epoch=number or registry.epoch + 1,
        members=members,
        kcommit=b"k" * 32,
        grants=[digest("grant", member) for member in members],
        escrow=None,
    )
    return _instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("lying on membership", "registre_refuse")
def open_an_epoch_to_one_more(stage: Stage) -> Tell:
    return _epoch(stage, sorted([*stage.a.registry.active(), b"ghost-of-service"]))


@lie("lying on membership", "registre_refuse")
def open_an_epoch_without_one(stage: Stage) -> Tell:
    return _epoch(stage, [each for each in stage.a.registry.active() if each != stage.b.id])


@lie("lying on membership", "registre_refuse")
def open_an_epoch_to_the_revoked(stage: Stage) -> Tell:
    fourth = _fourth(stage)
    gone = fourth.id
    stage.a.revoke(fourth)
    stage.a.sync()
    stage.exchange()
    stage.heard.clear()
    return _epoch(stage, sorted([*stage.a.registry.active(), gone]))


@lie("lying on membership", "registre_refuse")
def open_an_epoch_to_one_twice(stage: Stage) -> Tell:
    active = stage.a.registry.active()
    return _epoch(stage, [*active, active[-1]])


@lie("lying on membership", "registre_refuse")
def skip_an_epoch(stage: Stage) -> Tell:
    return _epoch(stage, list(stage.a.registry.active()), stage.a.registry.epoch + 2)


@lie("lying on membership", "registre_refuse")
def raise_an_agent(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(RoleSet, 1, device=stage.b.id, role="admin", cut=None)
    return _instead_of_entries(stage, stage.signed_entry(stage.b, act))


@lie("lying on membership", "poste_inconnu_du_service")
def say_that_a_member_is_none(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="not_member"))


@lie("lying on membership", "espace_inconnu_du_service")
def say_that_the_espace_is_unknown(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="unknown"))


@lie("lying on membership", "service_menteur")
def say_revoked_without_a_proof(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="revoked"))


@lie("lying on membership", "service_menteur", "registre_refuse")
def say_revoked_with_an_entry_that_nobody_signed(stage: Stage) -> Tell:
    stage.news()
    entry = _false_revocation(stage)
    return state(lambda said: replace(said, state="revoked", entries=[entry]))


@lie("lying on membership", "service_menteur", "registre_refuse")
def refuse_everything_as_revoked(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "revoked", entries=[_false_revocation(stage)])


@lie("lying on membership", "service_menteur")
def refuse_the_push_as_revoked(stage: Stage) -> Tell:
    stage.news()
    stage.c.save(MINE, {"objet": "à moi"})
    return refusing(403, "revoked", only="/push")


def _false_revocation(stage: Stage) -> bytes:
    from mvl_desktop.protocol.objects import DeviceRevoke

    act = stage.a.registry.draft(DeviceRevoke, 1, device=stage.c.id, cut=0, reason_code="z")
    return encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))]))


# ---- invented orders


@lie("invented order", "registre_refuse")
def invent_an_erase_order(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Erase, 1, rec=OLD, bodies=None, blobs=[], legal_ref_code="z")
    return _instead_of_entries(stage, encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))])))


@lie("invented order", "registre_refuse")
def help_an_agent_to_erase(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Erase, 1, rec=OLD, bodies=None, blobs=[], legal_ref_code="z")
    return _instead_of_entries(stage, stage.signed_entry(stage.b, act))


@lie("invented order", "registre_refuse")
def invent_a_hold(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Hold, 1, rec=OLD, on=True)
    return _instead_of_entries(stage, stage.signed_entry(stage.b, act))


@lie("invented order", "registre_refuse")
def invent_a_reinstatement(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Reinstate, 1, reason_code="z", ids=[b"i" * 32])
    return _instead_of_entries(stage, stage.signed_entry(stage.b, act))


# ---- downgrade


@lie("downgrade", "registre_refuse")
def lower_the_suite_in_the_registry(stage: Stage) -> Tell:
    stage.news()
    act = replace(stage.a.registry.draft(SuiteMin, 1, suite_min=0), suite=0)
    return _instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("downgrade", "registre_refuse")
def give_an_entry_of_an_unknown_version(stage: Stage) -> Tell:
    stage.news()
    act = replace(stage.a.registry.draft(PolicySet, 1, policy=stage.a.registry.policy), v=2)
    return _instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("downgrade", "service_trop_ancien")
def speak_an_older_protocol(stage: Stage) -> Tell:
    from mvl_desktop.protocol.wire import SyncAnswer

    stage.news()
    return message("/sync", SyncAnswer, lambda said: replace(said, v=0))


def _header(stage: Stage, **changes: Any) -> Tell:
    """Change a header of A's, name it anew, sign a story in which it stands."""
    stage.news()

    def change(told: list[Told]) -> list[Told]:
        from mvl_desktop.protocol.hashes import commit_id

        for one in told:
            if one.commit is None or not by(stage, stage.a)(one):
                continue
            commit = decode(one.commit, Commit, 1 << 20)
            h = encode(replace(read_header(commit.h), **changes))
            one.commit, one.id = encode(replace(commit, h=h)), commit_id(h)
        return told

    return feed(stage, change)


@lie("downgrade", "objet_autre_version", "signature_fausse", person=True)
def lower_the_suite_of_a_commit(stage: Stage) -> Tell:
    return _header(stage, suite=0)


@lie("downgrade", "objet_autre_version", person=True)
def give_a_commit_of_an_unknown_version(stage: Stage) -> Tell:
    return _header(stage, v=2)


@lie("downgrade", "objet_autre_version", person=True)
def give_a_commit_of_an_unknown_suite(stage: Stage) -> Tell:
    return _header(stage, suite=2)


# ---- keys


def _grants(stage: Stage, change: Callable[[GrantFor], GrantFor]) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/grants", _only(FrameType.GRANT, lambda payload: encode(change(decode(payload, GrantFor, 1 << 16)))))


@lie("swapped key", "cle_retenue", syncs=2)
def grant_another_key(stage: Stage) -> Tell:
    def change(grant: GrantFor) -> GrantFor:
        crypto = stage.c.ports.crypto
        kem = stage.c.registry.devices[stage.c.id].cert.kem
        return replace(grant, ct=crypto.seal_grant(b"k" * 32, kem, grant.espace, grant.epoch, grant.device))

    return _grants(stage, change)


@lie("swapped key", "cle_retenue", syncs=2)
def grant_what_is_for_another(stage: Stage) -> Tell:
    return _grants(stage, lambda grant: replace(grant, device=stage.b.id))


@lie("stale key generation", "cle_retenue", syncs=2)
def grant_the_key_of_an_older_epoch(stage: Stage) -> Tell:
    old = stage.c.read(lambda uow: uow.keys.grants(stage.c.espace, stage.c.id))
    return _grants(stage, lambda grant: replace(grant, ct=old[0][2]))


@lie("swapped key", "service_menteur")
def grant_for_another_espace(stage: Stage) -> Tell:
    return _grants(stage, lambda grant: replace(grant, espace=b"X" * 16))


def _slots(stage: Stage, change: Callable[[KeySlot], KeySlot]) -> Tell:
    stage.news()
    return frames("/slots", _only(FrameType.KEYSLOT, lambda payload: encode(change(decode(payload, KeySlot, 1024)))))


@lie("swapped key", "cle_retenue", syncs=2)
def spoil_the_keyslots(stage: Stage) -> Tell:
    return _slots(stage, lambda slot: replace(slot, ct=bytes(60)))


@lie("swapped key", "cle_retenue", syncs=2)
def give_the_keyslot_of_another_record(stage: Stage) -> Tell:
    return _slots(stage, lambda slot: replace(slot, rec=OLD))


@lie("swapped key", "cle_retenue", syncs=2)
def seal_a_keyslot_under_a_key_of_its_own(stage: Stage) -> Tell:
    """Without the epoch key, it can only wrap under another."""

    def change(slot: KeySlot) -> KeySlot:
        made = stage.c.ports.crypto.seal_slot(b"e" * 32, slot.espace, slot.rec, slot.ge, slot.epoch, b"r" * 32)
        return replace(made, kc=slot.kc)

    return _slots(stage, change)


@lie("stale key generation", "objet_malforme", "cle_retenue", syncs=2)
def give_keyslots_of_a_generation_to_come(stage: Stage) -> Tell:
    return _slots(stage, lambda slot: replace(slot, ge=slot.epoch + 1))


@lie("stale key generation", "cle_retenue", "objet_malforme", syncs=2)
def give_keyslots_of_an_older_generation(stage: Stage) -> Tell:
    return _slots(stage, lambda slot: replace(slot, ge=0))


@lie("stale key generation", "signature_fausse", "objet_malforme", person=True)
def make_a_commit_of_an_older_generation(stage: Stage) -> Tell:
    stage.news()
    header = stage.a.read(lambda uow: list(uow.log.for_lot(stage.a.espace, None)))[-1].header
    entries = [replace(entry, ge=entry.ge + 1) for entry in header.entries]
    return _header(stage, entries=entries)


@lie("downgrade", "objet_autre_version", "cle_retenue", syncs=2)
def lower_the_suite_of_the_keyslots(stage: Stage) -> Tell:
    return _slots(stage, lambda slot: replace(slot, suite=0))


# ---- unbound fields: bodies and attachments (the fields of every object have a test of their own)


@lie("unbound field", "contenu_absent", syncs=2)
def swap_the_bodies_of_two_records(stage: Stage) -> Tell:
    stage.news()

    def change(told: list[Told]) -> list[Told]:
        bodies = [one.bodies for one in told]
        for one, other in zip(told, bodies[1:] + bodies[:1], strict=True):
            one.bodies = other
        return told

    return feed(stage, change)


@lie("unbound field", "contenu_absent", syncs=2)
def change_one_byte_of_each_body(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", _only(FrameType.BODY, lambda body: body[:-1] + bytes([body[-1] ^ 1])))


@lie("unbound field", "piece_endommagee")
def change_an_attachment(stage: Stage) -> Tell:
    stage.attach(stage.a, NEW, b"photo" * 100)
    stage.news()

    def tell(request: Any, honest: Any) -> Any:
        response = honest()
        if "/blobs/" not in request.url.path or request.url.path.count("/") < 6:
            return response
        body = response.read()
        return reply(bytes([body[0] ^ 1]) + body[1:], response.headers["content-type"])

    return tell


@lie("unbound field", "service_menteur")
def lie_on_the_length_of_an_attachment(stage: Stage) -> Tell:
    stage.attach(stage.a, NEW, b"photo" * 100)
    stage.news()

    def tell(request: Any, honest: Any) -> Any:
        response = honest()
        if "/blobs/" in request.url.path and request.url.path.count("/") == 5:
            said = decode(response.read(), BlobState, 1 << 20)
            return reply(encode(replace(said, size=1 << 40)), OBJECT)
        return response

    return tell


@lie("unbound field", "service_menteur")
def give_a_commit_under_another_name(stage: Stage) -> Tell:
    stage.news()

    def change(told: list[Told]) -> list[Told]:
        for one in told:
            one.id = bytes(32)
        return told

    return feed(stage, change, consistent=False)


@lie("unbound field", "service_menteur")
def give_numbers_that_do_not_follow(stage: Stage) -> Tell:
    stage.news()

    def change(found: Frames) -> Frames:
        return [
            (kind, (int.from_bytes(payload[:8], "big") + 5).to_bytes(8, "big") + payload[8:])
            if kind == FrameType.MARKER
            else (kind, payload)
            for kind, payload in found
        ]

    return frames("/feed", change)


# ---- receipts


def _push(stage: Stage, change: Callable[[PushAnswer], PushAnswer]) -> Tell:
    stage.news()
    return message("/push", PushAnswer, change)


def _receipts(stage: Stage, change: Callable[[Receipt], Receipt]) -> Tell:
    def each(data: bytes) -> bytes:
        said = decode(decode(data, Signed, 1 << 20).o, Receipt, 1 << 20)
        return bytes(stage.service.key.sign("receipt", encode(change(said))))

    return _push(stage, lambda said: replace(said, receipts=[each(data) for data in said.receipts]))


@lie("false receipt", "retenue_suspectee", pushes=True, syncs=2)
def attest_and_keep_nothing(stage: Stage) -> Tell:
    """The receipt is signed, and the commit thrown away."""
    from mvl_desktop.protocol.hashes import commit_id
    from mvl_desktop.protocol.wire import read_frames

    stage.news()

    def tell(request: Any, honest: Any) -> Any:
        if not request.url.path.endswith("/push"):
            return honest()
        sent = [payload for kind, payload in read_frames(request.read()) if kind == FrameType.COMMIT]
        ids = [commit_id(decode(data, Commit, 1 << 20).h) for data in sent]
        receipt = stage.service.key.sign("receipt", encode(Receipt(1, stage.c.espace, None, None, ids, [], None)))
        answers = [CommitAnswer(id_, "accepted", "", 0, []) for id_ in ids]
        return reply(encode(PushAnswer(answers, [receipt] if ids else [], 0, 0)), OBJECT)

    return tell


@lie("false receipt", "envoi_refuse", pushes=True)
def attest_other_commits(stage: Stage) -> Tell:
    return _receipts(stage, lambda said: replace(said, ids=[b"i" * 32]))


@lie("false receipt", "envoi_refuse", pushes=True)
def attest_without_the_bodies(stage: Stage) -> Tell:
    stage.c.save(MINE, {"objet": "à moi"})
    stage.c.seal()
    sent = stage.c.read(lambda uow: uow.log.lacking(stage.c.espace, 10))
    without = [entry.bhash for commit in sent for entry in commit.header.entries]
    return _receipts(stage, lambda said: replace(said, without=without))


@lie("false receipt", "service_menteur", pushes=True)
def attest_for_another_espace(stage: Stage) -> Tell:
    return _receipts(stage, lambda said: replace(said, espace=b"X" * 16))


@lie("false receipt", "service_menteur", pushes=True)
def attest_in_the_name_of_a_post(stage: Stage) -> Tell:
    return _receipts(stage, lambda said: replace(said, by=stage.b.id))


@lie("false receipt", "service_menteur", pushes=True)
def attest_without_a_signature(stage: Stage) -> Tell:
    def spoil(data: bytes) -> bytes:
        return encode(replace(decode(data, Signed, 1 << 20), s=bytes(64)))

    return _push(stage, lambda said: replace(said, receipts=[spoil(data) for data in said.receipts]))


@lie("false receipt", "envoi_refuse", pushes=True)
def accept_without_a_receipt(stage: Stage) -> Tell:
    return _push(stage, lambda said: replace(said, receipts=[]))


@lie("false receipt", "service_menteur", pushes=True)
def answer_for_fewer_commits(stage: Stage) -> Tell:
    return _push(stage, lambda said: replace(said, commits=[]))


# ---- false accusations


def _answering(stage: Stage, what: str) -> Tell:
    return _push(
        stage,
        lambda said: replace(said, commits=[replace(one, state=what) for one in said.commits], receipts=[]),
    )


@lie("false accusation", "envoi_refuse", pushes=True)
def accuse_the_post_of_two_chains(stage: Stage) -> Tell:
    return _answering(stage, "equivocation")


@lie("false accusation", "registre_contradictoire", pushes=True, person=True)
def accuse_the_post_of_another_registry(stage: Stage) -> Tell:
    return _answering(stage, "fork")


@lie("false accusation", "registre_contradictoire", person=True)
def say_that_the_registries_differ(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="fork"))


@lie("false accusation", "service_menteur")
def claim_commits_of_the_post_that_it_never_signed(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, seq=said.seq + 7))


@lie("false accusation", "signature_fausse", person=True)
def accuse_another_of_another_registry(stage: Stage) -> Tell:
    return _header(stage, regh=b"h" * 32)


@lie("false accusation", "signature_fausse", person=True)
def accuse_another_of_two_chains(stage: Stage) -> Tell:
    return _header(stage, prev=b"p" * 32)


@lie("false accusation", "service_restaure")
def pretend_to_be_restored(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="restored"))


@lie("rollback", "service_ramene")
def go_back_and_call_it_a_restoration(stage: Stage) -> Tell:
    """Signed, consistent, and false: the post follows, says so, and gives again what it has."""
    stage.news()
    stage.exchange()
    stage.heard.clear()
    n, _ = stage.c.read(lambda uow: uow.exchange.root(stage.c.espace))
    ids = stage.c.read(lambda uow: uow.exchange.numbered(stage.c.espace))
    from mvl_desktop.protocol.hashes import ZERO, next_root

    root = ZERO
    for id_ in ids[: n - 1]:
        root = next_root(root, id_)
    stage.world.clock.at += 60_000
    word = stage.sign_checkpoint(n - 1, root)
    return state(lambda said: replace(said, k=n - 1, checkpoint=word))


# ---- denials


@lie("denial", "service_refuse", "poste_inconnu_du_service")
def refuse_every_signature(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "signature")


@lie("denial", "horloge_decalee")
def call_everything_a_replay(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "replay")


@lie("false clock", "horloge_decalee")
def say_that_it_is_1970(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "clock", ts=0)


@lie("false clock", "horloge_decalee")
def say_that_it_is_the_end_of_time(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "clock", ts=2**53 - 1)


@lie("denial", "espace_inconnu_du_service")
def refuse_as_unknown(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "not_member")


@lie("denial", "jeton_refuse")
def ask_for_a_token(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "token")


@lie("denial", "role_insuffisant")
def say_that_the_role_is_too_low(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "role")


@lie("denial", "service_occupe")
def be_always_busy(stage: Stage) -> Tell:
    stage.news()
    return refusing(429, "rate")


@lie("denial", "quota_depasse")
def be_always_full(stage: Stage) -> Tell:
    stage.news()
    return refusing(507, "espace_full")


@lie("denial", "service_en_erreur")
def fail_always(stage: Stage) -> Tell:
    stage.news()
    return refusing(500, "internal")


# ---- bombs


def _bomb(stage: Stage, path: str, body: Callable[[], Any], type_: str = OBJECT, **more: Any) -> Tell:
    stage.news()
    return instead(path, body, type_, **more)


@lie("bomb", "service_menteur")
def answer_a_gigabyte(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"x", **{"content-length": str(1 << 30)})


@lie("bomb", "service_menteur")
def answer_without_end(stage: Stage) -> Tell:
    def flood() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    return _bomb(stage, "/feed", flood, FRAMES, **{"content-length": "100000"})


@lie("bomb", "reponse_etrangere")
def answer_compressed(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: gzip.compress(bytes(1 << 24)), **{"content-encoding": "gzip"})


@lie("bomb", "service_menteur")
def answer_a_million_lists_in_each_other(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"\x91" * 1_000_000)


@lie("bomb", "service_menteur")
def answer_a_million_names(stage: Stage) -> Tell:
    ids = b"\xdd" + (10**5).to_bytes(4, "big") + (b"\xc4\x20" + bytes(32)) * 10**5
    return _bomb(stage, "/sync", lambda: b"\x92\x01" + ids)


@lie("bomb", "service_menteur")
def announce_a_million_million_names(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"\x92\x01\xdd\xff\xff\xff\xff")


@lie("bomb", "reponse_etrangere")
def answer_a_web_page(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"<html></html>", "text/html")


@lie("bomb", "reponse_etrangere")
def answer_elsewhere(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"", status=302, location="https://ailleurs.exemple/v1/sync")


@lie("bomb", "service_menteur")
def answer_pages_without_end(stage: Stage) -> Tell:
    """Every page is full of what was given already, and says that there is more."""
    place = [10]

    def change(found: Frames) -> Frames:
        place[0] += 1
        return [*found[:-1], _end(place[0], True)]

    stage.news()
    return frames("/slots", change)


@lie("bomb", "service_menteur")
def answer_empty_pages_without_end(stage: Stage) -> Tell:
    place = [10]

    def change(_found: Frames) -> Frames:
        place[0] += 1
        return [_end(place[0], True)]

    stage.news()
    return frames("/slots", change)


@lie("bomb", "service_menteur")
def answer_a_number_that_no_feed_reaches(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, k=2**53 - 1, s=2**53 - 1))
