"""What the service says that it keeps."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.objects import Commit, Receipt, Signed
from mvl_desktop.protocol.wire import OBJECT, CommitAnswer, FrameType, PushAnswer, read_frames
from tests.security.lies.bending import bend_push
from tests.security.lies.family import Family
from tests.security.malicious_service import MINE, Stage, Tell, reply

LIES = Family()
lie = LIES.lie


def _receipts(stage: Stage, change: Callable[[Receipt], Receipt]) -> Tell:
    def each(data: bytes) -> bytes:
        said = decode(decode(data, Signed, 1 << 20).o, Receipt, 1 << 20)
        return bytes(stage.service.key.sign("receipt", encode(change(said))))

    return bend_push(stage, lambda said: replace(said, receipts=[each(data) for data in said.receipts]))


@lie("false receipt", "retenue_suspectee", pushes=True, syncs=2)
def attest_and_keep_nothing(stage: Stage) -> Tell:
    """The receipt is signed, and the commit thrown away."""
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

    return bend_push(stage, lambda said: replace(said, receipts=[spoil(data) for data in said.receipts]))


@lie("false receipt", "envoi_refuse", pushes=True)
def accept_without_a_receipt(stage: Stage) -> Tell:
    return bend_push(stage, lambda said: replace(said, receipts=[]))


@lie("false receipt", "service_menteur", pushes=True)
def answer_for_fewer_commits(stage: Stage) -> Tell:
    return bend_push(stage, lambda said: replace(said, commits=[]))
