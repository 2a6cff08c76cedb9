"""Pages of a feed: numbers follow each other, names are those of what they carry, the root folds every number."""

from collections.abc import Callable

import pytest

from mvl_desktop.exchange.feed import feed_incoming, fold_root, payloads, read_feed, read_grants
from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id, next_root
from mvl_desktop.protocol.objects import Commit, GrantFor
from mvl_desktop.protocol.wire import FrameType, Numbered, marker_frame, read_frames

COMMIT = encode(Commit(b"header", bytes(64)))
ID = commit_id(b"header")


def marked(k: int, id_: bytes = ID, what: Numbered = Numbered.COMMIT) -> tuple[int, bytes]:
    return next(read_frames(marker_frame(k, what, id_)))


def test_a_page_in_order() -> None:
    frames = [
        marked(5),
        (FrameType.BODY, b"sealed"),
        (FrameType.COMMIT, COMMIT),
        marked(6, body_hash(b"late"), Numbered.LATE_BODY),
        (FrameType.BODY, b"late"),
        (FrameType.CHECKPOINT, b"word"),
    ]
    page = read_feed(frames, 4)
    incoming = feed_incoming(b"E" * 16, page.items)
    assert page.checkpoint == b"word"
    assert [commit.data for commit in incoming.commits] == [COMMIT]
    assert incoming.commits[0].bodies == {body_hash(b"sealed"): b"sealed"}
    assert incoming.late == {body_hash(b"late"): b"late"}
    assert incoming.from_service
    assert fold_root(ZERO, page.items) == next_root(next_root(ZERO, ID), body_hash(b"late"))


@pytest.mark.parametrize(
    "frames",
    [
        lambda: [marked(6), (FrameType.COMMIT, COMMIT)],
        lambda: [marked(5), (FrameType.COMMIT, COMMIT), marked(7)],
        lambda: [(FrameType.COMMIT, COMMIT)],
        lambda: [(FrameType.BODY, b"x")],
        lambda: [marked(5, b"x" * 32), (FrameType.COMMIT, COMMIT)],
        lambda: [marked(5), (FrameType.COMMIT, COMMIT), (FrameType.COMMIT, COMMIT)],
        lambda: [marked(5), (FrameType.REGISTRY, b"x")],
        lambda: [marked(5), (FrameType.COMMIT, b"x")],
    ],
)
def test_pages_that_do_not_fit(frames: Callable[[], list[tuple[int, bytes]]]) -> None:
    with pytest.raises(ProtocolError):
        read_feed(frames(), 4)


def test_pages_of_one_type() -> None:
    assert payloads([(FrameType.KEYSLOT, b"a"), (FrameType.KEYSLOT, b"b")], FrameType.KEYSLOT) == [b"a", b"b"]
    with pytest.raises(ProtocolError):
        payloads([(FrameType.KEYSLOT, b"a"), (FrameType.BODY, b"b")], FrameType.KEYSLOT)


def test_grants_of_another_espace_are_refused() -> None:
    grant = encode(GrantFor(b"E" * 16, 1, b"d" * 16, b"sealed"))
    assert read_grants(b"E" * 16, [(FrameType.GRANT, grant)]) == [(1, b"d" * 16, b"sealed")]
    with pytest.raises(ProtocolError):
        read_grants(b"F" * 16, [(FrameType.GRANT, grant)])
