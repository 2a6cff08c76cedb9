"""Answers that are too long, too deep, without end, or of something else."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.wire import FRAMES, OBJECT
from tests.security.lies.bending import page_end
from tests.security.lies.family import Family
from tests.security.malicious_service import Frames, Stage, Tell, frames, instead, state

LIES = Family()
lie = LIES.lie


def _bomb(stage: Stage, path: str, body: Callable[[], Any], type_: str = OBJECT, **more: Any) -> Tell:
    stage.news()
    return instead(path, body, type_, **more)


@lie("bomb", "service_menteur")
def answer_a_gigabyte(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"x", **{"content-length": str(1 << 30)})


@lie("bomb", "service_menteur")
def answer_without_end(stage: Stage) -> Tell:
    def flood() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    return _bomb(stage, "/feed", flood, FRAMES, **{"content-length": "100000"})


@lie("bomb", "reponse_etrangere")
def answer_compressed(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: gzip.compress(bytes(1 << 24)), **{"content-encoding": "gzip"})


@lie("bomb", "service_menteur")
def answer_a_million_lists_in_each_other(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"\x91" * 1_000_000)


@lie("bomb", "service_menteur")
def answer_a_million_names(stage: Stage) -> Tell:
    ids = b"\xdd" + (10**5).to_bytes(4, "big") + (b"\xc4\x20" + bytes(32)) * 10**5
    return _bomb(stage, "/sync", lambda: b"\x92\x01" + ids)


@lie("bomb", "service_menteur")
def announce_a_million_million_names(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"\x92\x01\xdd\xff\xff\xff\xff")


@lie("bomb", "reponse_etrangere")
def answer_a_web_page(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"<html></html>", "text/html")


@lie("bomb", "reponse_etrangere")
def answer_elsewhere(stage: Stage) -> Tell:
    return _bomb(stage, "/sync", lambda: b"", status=302, location="https://ailleurs.exemple/v1/sync")


@lie("bomb", "service_menteur")
def answer_pages_without_end(stage: Stage) -> Tell:
    """Every page is full of what was given already, and says that there is more."""
    place = [10]

    def change(found: Frames) -> Frames:
        place[0] += 1
        return [*found[:-1], page_end(place[0], True)]

    stage.news()
    return frames("/slots", change)


@lie("bomb", "service_menteur")
def answer_empty_pages_without_end(stage: Stage) -> Tell:
    place = [10]

    def change(_found: Frames) -> Frames:
        place[0] += 1
        return [page_end(place[0], True)]

    stage.news()
    return frames("/slots", change)


@lie("bomb", "service_menteur")
def answer_a_number_that_no_feed_reaches(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, k=2**53 - 1, s=2**53 - 1))
