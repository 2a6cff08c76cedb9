"""Who is in: members that nobody let in, and members who are said to be out."""

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import DeviceRevoke, EpochAct, RegistryEntry, RoleSet, Signature, Signed
from mvl_desktop.protocol.wire import FrameType
from tests.security.lies.bending import fourth_post, ghost_of, instead_of_entries, page_end
from tests.security.lies.family import Family
from tests.security.malicious_service import MINE, Stage, Tell, both, frames, refusing, state

LIES = Family()
lie = LIES.lie


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_itself(stage: Stage) -> Tell:
    stage.news()
    ghost, added = ghost_of(stage)
    return instead_of_entries(stage, stage.signed_entry(ghost, added))


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_somebody_unknown(stage: Stage) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    return instead_of_entries(stage, stage.signed_entry(stage.world.post(), added))


@lie("member added by the service", "registre_refuse")
def add_a_member_signed_by_an_agent(stage: Stage) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    return instead_of_entries(stage, stage.signed_entry(stage.b, added))


@lie("member added by the service", "registre_refuse")
def add_a_member_in_the_name_of_the_administrator(stage: Stage) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    return instead_of_entries(stage, encode(RegistryEntry(encode(added), [Signature(stage.a.id, bytes(64))])))


@lie("member added by the service", "registre_refuse")
def add_a_member_under_the_services_key(stage: Stage) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    signed = decode(stage.service.key.sign("registry", encode(added)), Signed, 1 << 16)
    return instead_of_entries(stage, encode(RegistryEntry(encode(added), [Signature(stage.a.id, signed.s)])))


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
        frames("/registry", lambda found: [*given, page_end(regn + 1, False)]),
    )


@lie("member added by the service", "registre_refuse")
def give_nonsense_as_an_entry(stage: Stage) -> Tell:
    stage.news()
    return instead_of_entries(stage, b"\x92\xc4\x01x\x90")


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
    return instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("lying on membership", "registre_refuse")
def open_an_epoch_to_one_more(stage: Stage) -> Tell:
    return _epoch(stage, sorted([*stage.a.registry.active(), b"ghost-of-service"]))


@lie("lying on membership", "registre_refuse")
def open_an_epoch_without_one(stage: Stage) -> Tell:
    return _epoch(stage, [each for each in stage.a.registry.active() if each != stage.b.id])


@lie("lying on membership", "registre_refuse")
def open_an_epoch_to_the_revoked(stage: Stage) -> Tell:
    fourth = fourth_post(stage)
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
    return instead_of_entries(stage, stage.signed_entry(stage.b, act))


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
    act = stage.a.registry.draft(DeviceRevoke, 1, device=stage.c.id, cut=0, reason_code="z")
    return encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))]))
