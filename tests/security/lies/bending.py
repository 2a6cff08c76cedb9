"""What several families bend: pages, headers, keyslots, grants, entries of the registry, answers to a push."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import commit_id, digest
from mvl_desktop.protocol.objects import Checkpoint, Commit, DeviceAdd, KeySlot, Signed, read_header
from mvl_desktop.protocol.wire import EspaceState, FrameType, PushAnswer, page_frame
from tests.fakes.world import Post
from tests.security.malicious_service import Frames, Stage, Tell, Told, both, by, feed, frames, message, state


def only(type_: FrameType, change: Callable[[bytes], bytes | None]) -> Callable[[Frames], Frames]:
    """Change, or leave out, the frames of one type."""

    def bend(found: Frames) -> Frames:
        bent = [(kind, change(payload) if kind == type_ else payload) for kind, payload in found]
        return [(kind, payload) for kind, payload in bent if payload is not None]

    return bend


def page_end(next_: int, more: bool) -> tuple[int, bytes]:
    return int(FrameType.PAGE), page_frame(next_, more)[5:]


def fourth_post(stage: Stage) -> Post:
    """Bring one more post in, whom C has heard of."""
    fourth = stage.world.post()
    fourth.connect(stage.service)
    stage.a.admit(fourth)
    stage.exchange()
    stage.heard.clear()
    return fourth


def word_of(said: EspaceState) -> tuple[int, bytes]:
    assert said.checkpoint is not None
    told = decode(decode(said.checkpoint, Signed, 1 << 16).o, Checkpoint, 1 << 16)
    return told.n, told.root


def instead_of_entries(stage: Stage, entry: bytes) -> Tell:
    """Announce one registry entry more, and give this one."""
    regn = stage.c.registry.n + 1
    return both(
        state(lambda said: replace(said, regn=regn)),
        frames("/registry", lambda found: [*found[:-1], (int(FrameType.REGISTRY), entry), page_end(regn + 1, False)]),
    )


def ghost_of(stage: Stage) -> tuple[Post, DeviceAdd]:
    ghost = stage.world.post()
    cert = ghost.read(lambda uow: uow.identity.device().cert)
    registry = stage.a.registry
    added = registry.draft(
        DeviceAdd, 1, cert=cert, role="agent", poste=bytes(16), epoch=registry.epoch, grant=digest("grant", b"g")
    )
    return ghost, added


def bend_headers(stage: Stage, **changes: Any) -> Tell:
    """Change a header of A's, name it anew, sign a story in which it stands."""
    stage.news()

    def change(told: list[Told]) -> list[Told]:
        for one in told:
            if one.commit is None or not by(stage, stage.a)(one):
                continue
            commit = decode(one.commit, Commit, 1 << 20)
            h = encode(replace(read_header(commit.h), **changes))
            one.commit, one.id = encode(replace(commit, h=h)), commit_id(h)
        return told

    return feed(stage, change)


def bend_slots(stage: Stage, change: Callable[[KeySlot], KeySlot]) -> Tell:
    stage.news()
    return frames("/slots", only(FrameType.KEYSLOT, lambda payload: encode(change(decode(payload, KeySlot, 1024)))))


def bend_push(stage: Stage, change: Callable[[PushAnswer], PushAnswer]) -> Tell:
    stage.news()
    return message("/push", PushAnswer, change)
