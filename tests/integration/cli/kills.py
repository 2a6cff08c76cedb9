"""What a post does, cut at some moment of it: killed, or out of room. Each cut is made on a copy of the post.

`MVL_KILLS` sets how many cuts each (a few by default; 200 by hand).
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.integration.cli import warm
from tests.integration.cli.places import TIMEOUT, Document, Place

KILLS = int(os.environ.get("MVL_KILLS", "3"))
ROOM = 320 << 10
"""The longest file of a disk that has room for a little of what is asked."""
FIRST = "espace lister\n"


@dataclass(frozen=True)
class Cut:
    """A copy of a post whose work was cut, and what it had acknowledged by then."""

    place: Place
    said: list[Document]
    moment: str
    """When, for whoever reads a failure."""


def moments(times: int, longest: float) -> Iterator[float]:
    """Spread moments over the whole of a run, and a little after, in an order that a sweep would not follow."""
    for number in range(times):
        yield 1.1 * longest * (((number + 1) * 0.6180339887) % 1.0)


def spread(line: str, place: Place) -> list[Cut]:
    """Return what becomes of a command in an opened post: killed at several moments, then short of room at several.

    `{ici}` in the line stands for the folder of the copy.
    """
    return [*killed(line, place), *squeezed(line, place)]


def killed(line: str, place: Place) -> Iterator[Cut]:
    """Kill an opened post at several moments of a command."""
    longest = _length(line, copied(place, "mesure"))
    for number, after in enumerate(moments(KILLS, longest)):
        copy = copied(place, f"coupe-{number}")
        running = warm.begin(copy.begun("enchainer", "-"))
        _order(running, line, copy)
        time.sleep(after)
        running.stop()
        said = running.stdout.read()
        running.close()
        yield Cut(copy, _answers(said), f"killed after {after * 1e3:.1f} of {longest * 1e3:.1f} ms")


def squeezed(line: str, place: Place) -> Iterator[Cut]:
    """Let an opened post do the same with files that may not grow beyond some length; every refusal is a sentence."""
    for number, part in enumerate(moments(max(KILLS // 2, 1), ROOM)):
        copy, limit = copied(place, f"plein-{number}"), 8192 + int(part)
        lines = f"{FIRST}{line.format(ici=copy.folder.parent)}\n"
        done = warm.play(copy.begun("enchainer", "-", limit=limit), lines, TIMEOUT)
        assert "erreur_interne" not in done.stdout, (limit, done.stdout, done.stderr)
        yield Cut(copy, _answers(done.stdout)[1:], f"files of {limit} octets")


def alone(words: tuple[str, ...], place: Place, longest: float, number: int) -> Cut:
    """Kill a command that opens the post, or makes it, by itself."""
    copy = copied(place, f"seule-{number}")
    [after] = list(moments(number + 1, longest))[number:]
    running = warm.begin(copy.begun(*(word.format(ici=copy.folder.parent) for word in words)))
    time.sleep(after)
    running.stop()
    said = running.stdout.read()
    running.close()
    return Cut(copy, _answers(said), f"killed after {after * 1e3:.1f} of {longest * 1e3:.1f} ms")


def took(words: tuple[str, ...], place: Place) -> float:
    """Return how long such a command takes when nobody cuts it."""
    copy = copied(place, "mesure")
    began = time.perf_counter()
    done = copy.run(*(word.format(ici=copy.folder.parent) for word in words))
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return time.perf_counter() - began


def lines(place: Place, *commands: str) -> list[Document]:
    """Give commands to one process; return their answers, refusals among them."""
    done = place.run("enchainer", "-", given="\n".join(commands))
    return [json.loads(line) for line in done.stdout.splitlines()]


def copied(place: Place, name: str) -> Place:
    """Copy a post, closed, into a folder of its own; the copy of before is gone."""
    folder = place.folder.parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if place.folder.exists():
        shutil.copytree(place.folder, folder / place.folder.name)
    return Place(folder / place.folder.name, place.name, cheap=True)


def _length(line: str, copy: Place) -> float:
    running = warm.begin(copy.begun("enchainer", "-"))
    _order(running, line, copy)
    began = time.perf_counter()
    answer: Any = json.loads(running.stdout.readline())
    assert "erreur" not in answer, (line, answer)
    length = time.perf_counter() - began
    running.stdin.close()
    running.wait(TIMEOUT)
    running.close()
    return length


def _order(running: warm.Running, line: str, copy: Place) -> None:
    """Have the post opened, then ask for what will be cut."""
    running.stdin.write(FIRST)
    running.stdin.flush()
    assert running.stdout.readline()
    running.stdin.write(line.format(ici=copy.folder.parent) + "\n")
    running.stdin.flush()


def _answers(said: str) -> list[Document]:
    """Return what was answered by a whole line, refusals apart."""
    whole = [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [answer for answer in whole if "erreur" not in answer]
