"""Bodies, attachments and numbers moved to where they do not belong (each field has a test of its own)."""

from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.wire import OBJECT, BlobState, FrameType
from tests.security.lies.bending import only
from tests.security.lies.family import Family
from tests.security.malicious_service import NEW, Frames, Stage, Tell, Told, feed, frames, reply

LIES = Family()
lie = LIES.lie


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
    return frames("/feed", only(FrameType.BODY, lambda body: body[:-1] + bytes([body[-1] ^ 1])))


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
