"""Attachments: in parts, resumable both ways, and only what has the hash that names it."""

import hashlib
import os

from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BLOB_LIMIT, BLOB_PART, Erase
from mvl_desktop.protocol.wire import FRAMES, BlobState, FrameType, blob_part_payload, frame, part_count
from tests.contract.central.conftest import Team
from tests.fixtures.central import Client, Got, pushed


class Blob:
    def __init__(self, size: int) -> None:
        self.data = os.urandom(size)
        self.id = blob_id(hashlib.sha256(self.data).digest())

    def part(self, index: int) -> bytes:
        return self.data[index * BLOB_PART : (index + 1) * BLOB_PART]


def put(client: Client, blob: Blob, index: int, data: bytes | None = None, size: int | None = None) -> Got:
    path = f"{client.base}/blobs/{blob.id.hex()}/{index}?size={len(blob.data) if size is None else size}"
    return client.send("PUT", path, blob.part(index) if data is None else data, FRAMES)


def status(client: Client, blob: Blob) -> BlobState:
    return client.get(f"/blobs/{blob.id.hex()}").read(BlobState)


def test_a_blob_travels_in_parts_and_serves_a_commit(team: Team) -> None:
    blob = Blob(2 * BLOB_PART + 100)
    assert status(team.member, blob).parts == []
    for index in (2, 0):
        assert put(team.member, blob, index).status == 200
    state = status(team.member, blob)
    assert (state.parts, state.complete) == ([0, 2], False)
    assert team.founder.get(f"/blobs/{blob.id.hex()}/0").status == 404

    sealed = team.community.seal(team.member.peer, blobs=[blob.id])
    assert team.member.push_one(sealed).state == "blobs"
    assert put(team.operator, blob, 1).read(BlobState).complete
    assert team.member.push_one(sealed).state == "accepted"
    back = b"".join(team.founder.get(f"/blobs/{blob.id.hex()}/{i}").body for i in range(part_count(len(blob.data))))
    assert back == blob.data


def test_a_small_blob_may_come_in_the_push_itself(team: Team) -> None:
    blob = Blob(500)
    sealed = team.community.seal(team.member.peer, blobs=[blob.id])
    part = frame(FrameType.BLOB_PART, blob_part_payload(blob.id, 500, 0, blob.data))
    assert team.member.push_raw(part, *pushed(sealed)).status == 200
    assert len(team.founder.feed()) == 1


def test_bytes_that_are_not_the_blob_are_dropped(team: Team) -> None:
    blob = Blob(2000)
    assert put(team.member, blob, 0, os.urandom(2000)).read(BlobState).complete is False
    assert status(team.member, blob).parts == []
    assert put(team.member, blob, 0).read(BlobState).complete


def test_a_part_has_the_size_of_its_place(team: Team) -> None:
    blob = Blob(BLOB_PART + 5)
    assert put(team.member, blob, 1, b"123456").refusal == "malformed"
    assert put(team.member, blob, 2, b"12345").refusal == "blob_size"
    assert put(team.member, blob, 0, b"", size=0).refusal == "blob_size"
    assert put(team.member, blob, 0, size=BLOB_LIMIT + 1).refusal == "blob_size"


def test_a_blob_has_one_size(team: Team) -> None:
    blob = Blob(2 * BLOB_PART)
    put(team.member, blob, 0)
    assert put(team.member, blob, 0, size=3 * BLOB_PART).refusal == "blob_size"


def test_a_part_sent_twice_is_kept_once(team: Team) -> None:
    blob = Blob(BLOB_PART + 5)
    for _ in range(2):
        assert put(team.member, blob, 0).read(BlobState).parts == [0]
    assert put(team.member, blob, 1).read(BlobState).complete
    assert put(team.member, blob, 1).read(BlobState).complete


def test_an_erased_blob_is_gone_and_does_not_come_back(team: Team) -> None:
    blob, rec = Blob(300), os.urandom(16)
    put(team.member, blob, 0)
    team.member.push(team.community.seal(team.member.peer, recs=[rec], blobs=[blob.id]))
    signers = (team.founder.peer, team.operator.peer)
    team.community.act(Erase, *signers, rec=rec, bodies=None, blobs=[blob.id], legal_ref_code="art17")
    team.post()
    assert status(team.member, blob).parts == []
    assert team.founder.get(f"/blobs/{blob.id.hex()}/0").status == 404
    assert put(team.member, blob, 0).refusal == "erased"


def test_erasing_a_record_takes_the_blobs_that_it_named(team: Team) -> None:
    blob, rec = Blob(300), os.urandom(16)
    put(team.member, blob, 0)
    team.member.push(team.community.seal(team.member.peer, recs=[rec], blobs=[blob.id]))
    signers = (team.founder.peer, team.operator.peer)
    team.community.act(Erase, *signers, rec=rec, bodies=None, blobs=[], legal_ref_code="art17")
    team.post()
    assert status(team.member, blob).parts == []
