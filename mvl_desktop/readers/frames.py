"""What the program that reads and the one that asked say to each other: a file in, blocks of text out, all bounded.

Nothing here trusts the other side: a reader that was taken over by a file can give text, and nothing else.
"""

import struct
from dataclasses import dataclass, field
from typing import Final, NoReturn, Protocol

ENTRY: Final = "--lire-une-piece"
"""What the packaged program is called with to become the one that reads."""

SOURCE_MAX: Final = 64 << 20
"""Bytes of a file that is read; a longer one is refused unread."""

TEXT_MAX: Final = 2_000_000
"""Bytes of text that one file gives; what is beyond is left out, and it is said."""

BLOCK_MAX: Final = 16_384
"""Letters of one block."""

NAME_MAX: Final = 1024
ANSWER_MAX: Final = 4 * TEXT_MAX
"""Bytes of a whole answer: blocks of one letter have their frames too."""

REASONS: Final = ("format", "protege", "illisible", "piege", "trop_grand", "trop_long", "trop_lourd", "vide")
"""Why a file gives no text; the reader says it, or the one that asked when the reader did not end well."""

_HEAD: Final = struct.Struct(">cI")
_NAME: Final = struct.Struct(">H")


class UnreadableError(Exception):
    """A file gives no text, for the reason that `code` names (one of REASONS)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BrokenAnswerError(Exception):
    """What came back is no answer: the reader was stopped, fell, or lies."""


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file says: its blocks, whether some were left out, and how far the reader was shut in."""

    blocks: tuple[str, ...] = field(repr=False)
    cut: bool
    shut: str
    reason: str = ""


def request(name: str, content: bytes) -> bytes:
    """Return what the reader is given."""
    said = name.encode("utf-8", "replace")[-NAME_MAX:]
    return _NAME.pack(len(said)) + said + content


def read_request(source: Source) -> tuple[str, bytes]:
    """Read what was asked, to the end of the source. UnreadableError (trop_grand)."""
    (length,) = _NAME.unpack(_exactly(source, _NAME.size))
    name = _exactly(source, min(length, NAME_MAX)).decode("utf-8", "replace")
    content = _most(source, SOURCE_MAX + 1)
    if len(content) > SOURCE_MAX:
        raise UnreadableError("trop_grand")
    return name, content


def block(text: str) -> bytes:
    """Return a frame that holds one block."""
    return _frame(b"B", text.encode("utf-8", "replace"))


def end(reason: str, shut: str, *, cut: bool) -> bytes:
    """Return the frame that ends an answer."""
    return _frame(b"E", f"{reason}|{int(cut)}|{shut}".encode())


def read_answer(source: Source) -> Answer:
    """Read a whole answer. BrokenAnswerError: it does not end, or says more than a reader may."""
    blocks: list[str] = []
    whole = 0
    while True:
        kind, length = _HEAD.unpack(_exactly(source, _HEAD.size))
        whole += _HEAD.size + length
        if length > 4 * BLOCK_MAX or whole > ANSWER_MAX:
            raise BrokenAnswerError
        try:
            text = _exactly(source, length).decode()
        except UnicodeDecodeError:
            raise BrokenAnswerError from None
        if kind == b"B":
            blocks.append(text)
        else:
            return _ended(kind, text, tuple(blocks))


def _ended(kind: bytes, text: str, blocks: tuple[str, ...]) -> Answer:
    words = text.split("|")
    if kind != b"E" or len(words) != 3 or words[0] not in ("", *REASONS) or words[1] not in ("0", "1"):
        raise BrokenAnswerError
    shut = words[2] if words[2] in ("entier", "limites", "") else ""
    return Answer(blocks, words[1] == "1", shut, words[0])


def _frame(kind: bytes, payload: bytes) -> bytes:
    return _HEAD.pack(kind, len(payload)) + payload


def _exactly(source: Source, size: int) -> bytes:
    found = _most(source, size)
    if len(found) != size:
        _broken()
    return found


def _most(source: Source, size: int) -> bytes:
    parts = []
    while size and (part := source.read(min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _broken() -> NoReturn:
    raise BrokenAnswerError
