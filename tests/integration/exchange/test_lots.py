"""Sealed files between posts: any order, any number of times, hostile ones, broken media, and récépissés."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.exchange.lot_content import heads
from mvl_desktop.exchange.lot_flow import inspect, replay
from mvl_desktop.exchange.lot_numbers import MissingLot
from mvl_desktop.exchange.lot_taking import LotOutcome
from mvl_desktop.ports.carrier import (
    MediumAltersError,
    MediumError,
    MediumFullError,
    MediumGoneError,
    ServiceUnreachableError,
)
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.lot_frames import MAGIC, header_hash, tally, with_manifest, write_head
from mvl_desktop.protocol.objects import BLOB_PART, BlobRef, LotHeader, LotManifest, Signed
from mvl_desktop.protocol.wire import FrameType, frame
from tests.fakes.world import Post, World
from tests.integration.exchange.test_synchronise import all_sync, sending

REC = b"r" * 16
OTHER = b"q" * 16
MEDIUM = FileMedium()


def export(post: Post, path: Path, recipient: bytes | None = None, max_size: int | None = None) -> list[Path]:
    made = lots.export(post.ports, MEDIUM, path, [post.espace], recipient=recipient, max_size=max_size)
    return [lot.path for lot in made]


def merge(post: Post, *paths: Path, excluding: frozenset[bytes] = frozenset(), recover: bool = False) -> LotOutcome:
    return lots.merge(post.ports, MEDIUM, paths, excluding=excluding, recover=recover)[-1]


def look(post: Post, *paths: Path) -> LotOutcome:
    return lots.examine(post.ports, MEDIUM, paths)[-1]


def pair(world: World) -> tuple[Post, Post]:
    a, b = world.community(2, published=False)
    return a, b


def test_a_lot_carries_everything_and_its_dry_run_says_so_without_touching_anything(world: World) -> None:
    a, b = pair(world)
    for i in range(3):
        a.save(bytes([65 + i]) * 16, {"objet": f"n{i}"})
    [path] = export(a, world.folder / "lot.mvl")
    seen = look(b, path)
    assert (seen.counts.nouveaux, seen.number, seen.by, seen.motif) == (3, 1, a.id, None)
    assert b.values(b"A" * 16) == {}
    done = merge(b, path)
    assert done.counts == seen.counts
    assert done.records == seen.records
    assert b.values(b"A" * 16) == {"objet": ["n0"]}


def test_dry_run_tells_merged_from_to_arbitrate_from_known(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "un"})
    a.save(OTHER, {"objet": "un"})
    [first] = export(a, world.folder / "1.mvl")
    merge(b, first)
    a.save(REC, {"objet": "de A"})
    a.save(OTHER, {"canal": "de A"})
    b.save(REC, {"objet": "de B"})
    b.save(OTHER, {"niveau": "de B"})
    a.save(b"n" * 16, {"objet": "neuf"})
    [second] = export(a, world.folder / "2.mvl")
    counts = look(b, second).counts
    assert (counts.nouveaux, counts.fusionnes, counts.a_arbitrer) == (1, 1, 1)
    assert merge(b, second).counts == counts
    again = merge(b, second).counts
    assert (again.nouveaux, again.fusionnes, again.a_arbitrer, again.connus) == (0, 0, 0, 3)


@pytest.mark.parametrize("order", [*permutations((0, 1, 2)), (0, 2, 0, 1, 1), (2, 2, 1, 0)])
def test_c34_any_order_any_number_of_times_gives_the_same(world: World, order: tuple[int, ...]) -> None:
    a, b = pair(world)
    paths = []
    for i in range(3):
        a.save(REC, {"objet": f"n{i}", f"champ{i}": "x"})
        paths += export(a, world.folder / f"{i}.mvl")
    for i in order:
        assert merge(b, paths[i]).motif is None
    assert b.values(REC) == a.values(REC)


def test_c34_a_missing_lot_is_shown_until_it_comes(world: World) -> None:
    a, b = pair(world)
    paths = []
    for i in range(3):
        a.save(REC, {"objet": f"n{i}"})
        paths += export(a, world.folder / f"{i}.mvl")
    assert merge(b, paths[0]).missing == ()
    assert merge(b, paths[2]).missing == (MissingLot(2),)
    assert "lot_manquant" in b.alarms
    assert merge(b, paths[1]).missing == ()
    assert "lot_manquant" not in b.alarms


def test_remis_is_not_atteste_and_only_a_recepisse_attests(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "un"})
    assert sending(a, REC) == "a_envoyer"
    [path] = export(a, world.folder / "lot.mvl")
    assert sending(a, REC) == "remis"
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recepisse.mvl", [merge(b, path)])
    assert receipt is not None
    assert merge(a, receipt).attested == 1
    assert sending(a, REC) == "atteste"
    # Twice, or before anything else: nothing more happens.
    assert merge(a, receipt).attested == 0
    with pytest.raises(lots.LotVideError):
        export(a, world.folder / "encore.mvl", recipient=b.id)


def test_a_recepisse_claims_nothing_that_was_set_aside(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "laissé"})
    [path] = export(a, world.folder / "lot.mvl")
    done = merge(b, path, excluding=frozenset({REC}))
    assert (done.counts.ecartes, done.counts.nouveaux) == (1, 0)
    assert b.values(REC) == {}
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recepisse.mvl", [done])
    assert receipt is not None
    merge(a, receipt)
    assert sending(a, REC) == "remis"
    # The person changes their mind: the same lot, without leaving anything aside.
    assert merge(b, path).counts.nouveaux == 1
    assert b.values(REC) == {"objet": ["laissé"]}


def test_a_recepisse_of_somebody_else_opens_nowhere(world: World) -> None:
    a, b, c = world.community(3, published=False)
    a.save(REC, {"objet": "un"})
    [path] = export(a, world.folder / "lot.mvl")
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recepisse.mvl", [merge(b, path)])
    assert receipt is not None
    assert merge(c, receipt).motif == "lot_pas_pour_ce_poste"


def attach(post: Post, rec: bytes, content: bytes) -> BlobRef:
    """Record something with an attachment, as the use case does."""
    key = os.urandom(32)
    parts = list(post.ports.crypto.seal_blob(key, iter([content]), len(content)))
    state = hashlib.sha256(b"".join(parts))
    ref = BlobRef(blob_id(state.digest()), key, len(content), "image/png", "photo.png")
    post.save(rec, {"objet": "avec pièce"}, blobs=[ref])
    with post.ports.store.work() as uow:
        uow.blobs.add(post.espace, rec, ref)
        for index, part in enumerate(parts):
            uow.blobs.put_part(ref.id, index, part)
        assert uow.blobs.finish(ref.id)
        uow.commit()
    return ref


def opened(post: Post, ref: BlobRef) -> bytes:
    return post.read(lambda uow: b"".join(post.ports.crypto.open_blob(ref.key, uow.blobs.parts(ref.id))))


def test_attachments_travel_in_lots(world: World) -> None:
    a, b = pair(world)
    content = os.urandom(BLOB_PART + 12_345)
    ref = attach(a, REC, content)
    [path] = export(a, world.folder / "lot.mvl")
    merge(b, path)
    assert opened(b, ref) == content


def test_attachments_travel_by_the_service_and_go_on_after_a_cut(world: World) -> None:
    a, b = world.community(2)
    content = os.urandom(2 * BLOB_PART + 12_345)
    ref = attach(a, REC, content)
    assert a.transport is not None
    assert b.transport is not None
    for _ in range(12):
        a.transport.lose = 4
        with suppress(ServiceUnreachableError):
            a.sync()
    a.transport.lose = None
    a.sync()
    assert sending(a, REC) == "atteste"
    for _ in range(12):
        b.transport.lose = 5
        with suppress(ServiceUnreachableError):
            b.sync()
    b.transport.lose = None
    b.sync()
    assert opened(b, ref) == content
    parts = [path for method, path in a.transport.requests if method == "PUT"]
    assert len(parts) <= 5  # the parts that had arrived were not sent again


def test_a_size_limit_makes_several_files_that_each_stand_alone(world: World) -> None:
    a, b = pair(world)
    for i in range(40):
        a.save(i.to_bytes(16, "big"), {"resume": os.urandom(3000).hex()})
        a.work(
            lambda uow: __import__("mvl_desktop.exchange.sealing", fromlist=["x"]).seal_pending(uow, a.ports, a.espace)
        )
    paths = export(a, world.folder / "lot.mvl", max_size=60_000)
    assert len(paths) > 2
    assert [path.name for path in paths][:2] == ["lot.mvl", "lot-2.mvl"]
    assert all(path.stat().st_size < 80_000 for path in paths)
    for path in reversed(paths):
        assert merge(b, path).motif is None
    assert b.values((39).to_bytes(16, "big")) == a.values((39).to_bytes(16, "big"))


def test_a_relay_and_another_member_cannot_read_a_lot_for_one_post(world: World) -> None:
    a, b, c = world.community(3, published=False)
    a.save(REC, {"objet": "CANARI-7791"})
    [path] = export(a, world.folder / "lot.mvl", recipient=b.id)
    data = path.read_bytes()
    assert b"CANARI" not in data
    assert merge(c, path).motif == "lot_pas_pour_ce_poste"
    assert merge(b, path).counts.nouveaux == 1


# ---- C33: hostile files


def test_c33_files_that_are_no_lot(world: World) -> None:
    _, b = pair(world)
    path = world.folder / "x.mvl"
    for content in (b"", b"x", MAGIC, MAGIC + b"\xff\xff\xff\xff", MAGIC + b"\0\0\0\x04abcd", os.urandom(5000)):
        path.write_bytes(content)
        assert merge(b, path).motif == "lot_illisible"
    assert merge(b, world.folder / "absent.mvl").motif == "support_illisible"
    assert merge(b, world.folder).motif == "support_illisible"


def forge(post: Post, reader: Post, content: list[bytes], path: Path, **changes: object) -> Path:
    """Write a lot as a member with changed software would."""
    crypto = post.ports.crypto
    device = post.read(lambda uow: uow.identity.device())
    key, lid = os.urandom(32), os.urandom(16)
    kem = post.registry.devices[reader.id].cert.kem
    header = LotHeader(1, 1, lid, [crypto.seal_lot_key(key, lid, kem, reader.id)])
    count = tally(content)
    with post.ports.store.read() as uow:
        said = heads(uow, [post.espace])
    fields: dict[str, object] = {
        "v": 1,
        "lid": lid,
        "by": device.id,
        "seq": 1,
        "prev": bytes(32),
        "frames": count.frames,
        "bytes": count.bytes,
        "digest": count.digest(),
        "espaces": said,
        "ts": 1,
    }
    signature = changes.pop("signature", None)
    manifest = LotManifest(**{**fields, **changes})  # type: ignore[arg-type]
    o = encode(manifest)
    signed = Signed(o, manifest.by, signature or crypto.sign(device.sig, "lot", o))  # type: ignore[arg-type]
    stream = crypto.seal_stream(key, header_hash(header), with_manifest(signed, content))
    path.write_bytes(write_head(header) + b"".join(stream))
    return path


@pytest.mark.parametrize(
    ("changes", "motif"),
    [
        ({}, None),
        ({"frames": 9}, "lot_hostile"),
        ({"frames": 0}, "lot_hostile"),
        ({"bytes": 1}, "lot_hostile"),
        ({"digest": bytes(32)}, "lot_hostile"),
        ({"lid": bytes(16)}, "lot_hostile"),
        ({"signature": bytes(64)}, "lot_hostile"),
        ({"by": b"x" * 16}, "emetteur_inconnu"),
        ({"espaces": []}, "emetteur_inconnu"),
    ],
)
def test_c33_manifests_that_lie(world: World, changes: dict[str, object], motif: str | None) -> None:
    a, b = pair(world)
    entries = a.read(lambda uow: uow.espaces.entries(a.espace))
    path = forge(a, b, [frame(FrameType.REGISTRY, entries[0])], world.folder / "x.mvl", **changes)
    done = merge(b, path)
    assert done.motif == motif
    assert done.is_refused == (motif is not None)


@pytest.mark.parametrize(
    "frames",
    [
        lambda: [frame(FrameType.MANIFEST, b"x")],
        lambda: [frame(99, b"x")],
        lambda: [frame(FrameType.BODY, b"x")],
        lambda: [frame(FrameType.COMMIT, b"x")],
        lambda: [frame(FrameType.BODY, b"x" * 300), frame(FrameType.REGISTRY, b"x")],
        lambda: [frame(FrameType.BLOB_PART, b"x" * 50)],
        lambda: [(b"\xff\xff\xff\xff\x04" + b"x" * 10)],
    ],
)
def test_c33_frames_that_have_no_place_there_change_nothing(world: World, frames: Callable[[], list[bytes]]) -> None:
    a, b = pair(world)
    path = forge(a, b, frames(), world.folder / "x.mvl")
    before = b.registry.n
    done = merge(b, path)
    assert done.is_refused
    assert b.registry.n == before


def test_c33_garbage_commits_of_a_member_are_counted_and_the_rest_is_taken(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "un"})
    [good] = export(a, world.folder / "good.mvl")
    flow = _frames(b, good)
    path = forge(a, b, [*flow, frame(FrameType.KEYSLOT, flow[-1][5:])], world.folder / "x.mvl")
    assert merge(b, path).is_refused
    junk = [each for each in flow if each[4] != FrameType.COMMIT]
    assert merge(b, forge(a, b, junk, world.folder / "y.mvl")).is_refused
    assert merge(b, good).counts.nouveaux == 1


def _frames(post: Post, path: Path) -> list[bytes]:
    with post.ports.store.read() as uow:
        found = inspect(uow, post.ports, MEDIUM, path)
    return [frame(type_, payload) for type_, payload in replay(post.ports, MEDIUM, found)]


def test_a_lot_of_an_unknown_espace_touches_nothing(world: World) -> None:
    a, _ = pair(world)
    stranger = world.post()
    stranger.found(b"S" * 16)
    a.save(REC, {"objet": "un"})
    [path] = export(a, world.folder / "lot.mvl")
    assert merge(stranger, path).motif == "lot_pas_pour_ce_poste"


# ---- C36, C37: media


def test_c37_a_cut_or_damaged_lot_changes_nothing_and_recovery_keeps_only_what_verified(world: World) -> None:
    a, b = pair(world)
    for i in range(30):
        a.save(i.to_bytes(16, "big"), {"resume": os.urandom(40_000).hex()})
        a.seal()
    [path] = export(a, world.folder / "lot.mvl")
    whole = path.read_bytes()
    cut, hurt = world.folder / "cut.mvl", world.folder / "hurt.mvl"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    hurt.write_bytes(whole[:-5000] + b"\0" + whole[-4999:])
    for broken, motif in ((cut, "lot_incomplet"), (hurt, "lot_endommage")):
        done = merge(b, broken)
        assert (done.motif, done.counts.nouveaux, done.is_refused) == (motif, 0, True)
    assert b.values((0).to_bytes(16, "big")) == {}
    done = merge(b, cut, recover=True)
    assert done.recovered
    assert 0 < done.counts.nouveaux < 30
    assert b.values((0).to_bytes(16, "big")) == a.values((0).to_bytes(16, "big"))
    # The whole one, later, brings the rest; what was recovered is known.
    rest = merge(b, path)
    assert rest.counts.nouveaux + done.counts.nouveaux == 30
    assert not b.alarms


def test_c37_wherever_a_lot_is_cut_its_beginning_can_be_recovered_and_says_how_much_is_missing(world: World) -> None:
    """Also between a body and the commit that names it."""
    a, b = pair(world)
    for i in range(6):
        a.save(i.to_bytes(16, "big"), {"resume": os.urandom(300_000).hex()})
        a.seal()
    [path] = export(a, world.folder / "lot.mvl")
    whole = path.read_bytes()
    cut = world.folder / "cut.mvl"
    read: list[int] = []
    for end in range(len(whole) * 2 // 5, len(whole), len(whole) // 11):
        cut.write_bytes(whole[:end])
        done = merge(b, cut, recover=True)
        assert (done.motif, done.recovered) == ("lot_incomplet", True)
        assert done.read < done.announced
        read.append(done.read)
        held = sum(b.values(i.to_bytes(16, "big")) != {} for i in range(6))
        assert done.counts.nouveaux + done.counts.connus == held
    assert read == sorted(read)
    assert read[-1] > read[0]
    cut.write_bytes(whole[:300])
    assert merge(b, cut, recover=True).is_refused


def test_c37_no_prefix_of_a_lot_changes_anything(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "un"})
    [path] = export(a, world.folder / "lot.mvl")
    whole = path.read_bytes()
    for end in [*range(0, len(whole), 173), len(whole) - 1]:
        path.write_bytes(whole[:end])
        assert merge(b, path).is_refused
    path.write_bytes(whole + b"x")
    assert merge(b, path).is_refused
    assert b.values(REC) == {}


def test_a_lot_for_all_leaves_out_what_each_has_said_to_have(world: World) -> None:
    a, b, c = world.community(3, published=False)
    a.save(REC, {"objet": "un"})
    [first] = export(a, world.folder / "1.mvl")
    merge(b, first)
    a.save(OTHER, {"objet": "deux"})
    # c has said nothing yet: everything goes once more.
    [second] = lots.export(a.ports, MEDIUM, world.folder / "2.mvl", [a.espace])
    assert second.revisions == 2
    merge(b, second.path)
    merge(c, second.path)
    # Each says what it has seen at the head of its next lot; a needs both.
    [from_b] = export(b, world.folder / "b.mvl")
    merge(a, from_b)
    a.save(b"t" * 16, {"objet": "trois"})
    [third] = lots.export(a.ports, MEDIUM, world.folder / "3.mvl", [a.espace])
    assert third.revisions == 3
    [from_c] = export(c, world.folder / "c.mvl")
    merge(a, from_c)
    [fourth] = lots.export(a.ports, MEDIUM, world.folder / "4.mvl", [a.espace])
    assert fourth.revisions == 1
    for post in (b, c):
        merge(post, fourth.path)
        assert post.values(b"t" * 16) == {"objet": ["trois"]}


class Bent(FileMedium):
    """A medium with a fault."""

    def __init__(self, fault: str) -> None:
        self.fault = fault

    def create(self, target: Path):  # type: ignore[no-untyped-def]
        writer = super().create(target)
        if self.fault == "full":
            writer.write = _raise(MediumFullError)  # type: ignore[method-assign]
        elif self.fault == "gone":
            writer.settle = _raise(MediumGoneError)  # type: ignore[method-assign]
        elif self.fault == "flips":
            back = writer.read_back

            def flipped() -> Iterator[bytes]:
                for piece in back():
                    yield piece[:-3] + bytes([piece[-3] ^ 1]) + piece[-2:]

            writer.read_back = flipped  # type: ignore[method-assign]
        elif self.fault == "short":
            back = writer.read_back
            writer.read_back = lambda: iter([b"".join(back())[:-1]])  # type: ignore[method-assign]
        return writer


def _raise(error: type[MediumError]) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("fault", "error"),
    [("full", MediumFullError), ("gone", MediumGoneError), ("flips", MediumAltersError), ("short", MediumAltersError)],
)
def test_c36_an_export_that_fails_leaves_no_file_and_says_nothing_left(
    world: World, fault: str, error: type[MediumError]
) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "un"})
    folder = world.folder / "usb"
    folder.mkdir()
    with pytest.raises(error):
        lots.export(a.ports, Bent(fault), folder / "lot.mvl", [a.espace])
    assert list(folder.iterdir()) == []
    assert sending(a, REC) == "a_envoyer"
    [path] = export(a, folder / "lot.mvl")
    assert merge(b, path).counts.nouveaux == 1


def test_c36_the_file_system_s_own_errors_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MediumGoneError):
        MEDIUM.create(tmp_path / "absent" / "lot.mvl")
    writer = MEDIUM.create(tmp_path / "lot.mvl")
    writer.write(b"x" * 10)

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MediumFullError):
        writer.settle()
    writer.abandon()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def held(post: Post) -> set[bytes]:
    """Return the names of the commits that a post keeps."""
    return post.read(lambda uow: {each.id for each in uow.log.for_lot(post.espace, None)})


def test_a_lot_and_the_service_carry_the_same_bytes(world: World) -> None:
    """What came by lot is pushed as it is; the service then gives it to others under the same name."""
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "un"})
    [path] = export(b, world.folder / "lot.mvl")
    merge(a, path)
    a.sync()
    c.sync()
    assert held(b) <= held(c)
    assert c.values(REC) == {"objet": ["un"]}
