"""The text of a mail: who wrote to whom about what, its body, the names of what is attached, and one level of that."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final

from mvl_desktop.readers.frames import UnreadableError
from mvl_desktop.readers.plain import decoded, read_html
from mvl_desktop.readers.sink import Sink

ATTACHED_MAX: Final = 50
_PARTS_MAX: Final = 1000
_HEADERS: Final = ("Subject", "From", "To", "Cc", "Date")

Reader = Callable[[str, bytes, Sink], None]


def read_mail(data: bytes, sink: Sink, within: Reader | None) -> None:
    """Give a mail; `within` reads what is attached (None: this mail is itself attached, its files are only named)."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not any(name in message for name in _HEADERS):
        raise UnreadableError("illisible")
    for name in _HEADERS:
        sink.add(str(message.get(name, "")))
    attached: list[EmailMessage] = []
    _walk(message, sink, attached, [_PARTS_MAX])
    for part in attached[:ATTACHED_MAX]:
        _attached(part, sink, within)
    sink.cut = sink.cut or len(attached) > ATTACHED_MAX


def _walk(part: EmailMessage, sink: Sink, attached: list[EmailMessage], left: list[int]) -> None:
    """Give the bodies of a message, the plain one where there are two; keep what is attached for later."""
    left[0] -= 1
    if left[0] < 0:
        raise UnreadableError("piege")
    kind = part.get_content_type()
    if part.get_filename() or part.is_attachment() or kind == "message/rfc822":
        attached.append(part)
    elif part.is_multipart():
        children = [child for child in part.iter_parts() if isinstance(child, EmailMessage)]
        if kind == "multipart/alternative":
            children = [next((each for each in children if each.get_content_type() == "text/plain"), *children[-1:])]
        for child in children:
            _walk(child, sink, attached, left)
    elif kind.startswith("text/"):
        _body(part, kind, sink)


def _body(part: EmailMessage, kind: str, sink: Sink) -> None:
    content = _payload(part)
    if kind == "text/html":
        read_html(content, sink)
        return
    for line in decoded(content, part.get_content_charset() or "").splitlines():
        sink.add(line)


def _attached(part: EmailMessage, sink: Sink, within: Reader | None) -> None:
    name = part.get_filename() or ""
    sink.add(name)
    if within is None:
        return
    content = _payload(part)
    if part.get_content_type() == "message/rfc822":
        name = ".eml"
    try:
        within(name, content, sink)
    except UnreadableError as error:
        if error.code == "piege":
            raise


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
