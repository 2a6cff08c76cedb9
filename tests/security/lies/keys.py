"""Keys that are somebody else's, of the service's own making, or of another age."""

from collections.abc import Callable

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.objects import DeviceCert, GrantFor, KeySlot, ServiceKey, Signed
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.wire import FrameType
from tests.security.lies.bending import bend_headers, bend_slots, ghost_of, instead_of_entries, only
from tests.security.lies.family import Family
from tests.security.malicious_service import OLD, Stage, Tell, frames

LIES = Family()
lie = LIES.lie


@lie("swapped key", "service_menteur")
def sign_the_word_with_another_key(stage: Stage) -> Tell:
    stage.news()

    def spoil(payload: bytes) -> bytes:
        return encode(replace(decode(payload, Signed, 1 << 16), s=bytes(64)))

    return frames("/feed", only(FrameType.CHECKPOINT, spoil))


@lie("swapped key", "registre_refuse")
def swap_the_key_of_a_newcomer(stage: Stage) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    true = stage.signed_entry(stage.a, added)
    other = stage.world.post().read(lambda uow: uow.identity.device().cert)
    entry = read_entry(true)[0]
    return instead_of_entries(stage, encode(replace(entry, e=encode(replace(added, cert=other)))))


def _swap_part_of_cert(stage: Stage, part: str) -> Tell:
    stage.news()
    _, added = ghost_of(stage)
    entry = read_entry(stage.signed_entry(stage.a, added))[0]
    cert = decode(added.cert, DeviceCert, 4096)
    other = decode(stage.world.post().read(lambda uow: uow.identity.device().cert), DeviceCert, 4096)
    swapped = encode(replace(cert, **{part: getattr(other, part)}))
    return instead_of_entries(stage, encode(replace(entry, e=encode(replace(added, cert=swapped)))))


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
    return instead_of_entries(stage, stage.signed_entry(stage.b, act))


def _grants(stage: Stage, change: Callable[[GrantFor], GrantFor]) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/grants", only(FrameType.GRANT, lambda payload: encode(change(decode(payload, GrantFor, 1 << 16)))))


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


@lie("swapped key", "cle_retenue", syncs=2)
def spoil_the_keyslots(stage: Stage) -> Tell:
    return bend_slots(stage, lambda slot: replace(slot, ct=bytes(60)))


@lie("swapped key", "cle_retenue", syncs=2)
def give_the_keyslot_of_another_record(stage: Stage) -> Tell:
    return bend_slots(stage, lambda slot: replace(slot, rec=OLD))


@lie("swapped key", "cle_retenue", syncs=2)
def seal_a_keyslot_under_a_key_of_its_own(stage: Stage) -> Tell:
    """Without the epoch key, it can only wrap under another."""

    def change(slot: KeySlot) -> KeySlot:
        made = stage.c.ports.crypto.seal_slot(b"e" * 32, slot.espace, slot.rec, slot.ge, slot.epoch, b"r" * 32)
        return replace(made, kc=slot.kc)

    return bend_slots(stage, change)


@lie("stale key generation", "objet_malforme", "cle_retenue", syncs=2)
def give_keyslots_of_a_generation_to_come(stage: Stage) -> Tell:
    return bend_slots(stage, lambda slot: replace(slot, ge=slot.epoch + 1))


@lie("stale key generation", "cle_retenue", "objet_malforme", syncs=2)
def give_keyslots_of_an_older_generation(stage: Stage) -> Tell:
    return bend_slots(stage, lambda slot: replace(slot, ge=0))


@lie("stale key generation", "signature_fausse", "objet_malforme", person=True)
def make_a_commit_of_an_older_generation(stage: Stage) -> Tell:
    stage.news()
    header = stage.a.read(lambda uow: list(uow.log.for_lot(stage.a.espace, None)))[-1].header
    entries = [replace(entry, ge=entry.ge + 1) for entry in header.entries]
    return bend_headers(stage, entries=entries)
