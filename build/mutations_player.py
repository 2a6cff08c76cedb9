"""Play tests with checks taken away, in a process of its own: what `build/mutations.py` starts in its copy.

The order comes on the standard input, one JSON value, and says one of three things:

- `note`: play the tests of some files on the modules as they are, and write in this file what each test calls;
- `source`: play some tests with one module loaded from another text;
- `alone`: the same for many modules, each in a child of this process, which has imported the libraries alone;
- `mutants`: collect once, then play each mutant in a child of this process where the code of one function was changed;
  what became of each is written on the standard output as it comes.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest

WATCHED = tuple(f"{Path.cwd()}/mvl_desktop/{name}/" for name in ("crypto", "protocol", "history"))
SURVIVED, KILLED, UNCHANGED = 0, 1, 9


class Spoilt(importlib.machinery.SourceFileLoader):
    """Load a module from another text than its file's."""

    def __init__(self, fullname: str, path: str, source: str) -> None:
        """Take the text."""
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        """Compile the text, under the file's own name."""
        code: CodeType = compile(self._source, self.path, "exec")
        return code


class Finder(importlib.abc.MetaPathFinder):
    """Give one module from another text; leave the others."""

    def __init__(self, module: str, path: str, source: str) -> None:
        """Take the module and its text."""
        self._module, self._loader = module, Spoilt(module, path, source)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for the spoilt module alone."""
        if fullname != self._module:
            return None
        return importlib.util.spec_from_file_location(fullname, self._loader.path, loader=self._loader)


class Noted:
    """Note which functions of the cores each test calls, and how long it takes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told: dict[str, tuple[float, list[str]]] = {}
        self._called: set[CodeType] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test, its fixtures included."""
        self._called = set()
        started = time.process_time()
        sys.setprofile(self._profile)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            places = {
                f"{os.path.relpath(code.co_filename)}:{code.co_qualname.partition('.<locals>')[0]}"
                for code in self._called
                if code.co_filename.startswith(WATCHED)
            }
            self.told[item.nodeid] = (time.process_time() - started, sorted(places))

    def _profile(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self._called.add(frame.f_code)


class Chosen:
    """Keep the tests that were asked for, in the order in which they were."""

    def __init__(self, tests: Sequence[str]) -> None:
        """Take their names."""
        self._rank = {name: rank for rank, name in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what was not asked for."""
        kept = [each for each in items if each.nodeid in self._rank]
        items[:] = sorted(kept, key=lambda each: self._rank[each.nodeid])


class Forked:
    """Play each mutant in a child of the process that collected the tests."""

    def __init__(self, orders: Sequence[dict[str, Any]], lanes: int) -> None:
        """Take the mutants, and how many at a time."""
        self._waiting, self._lanes = deque(orders), lanes
        self._playing: dict[int, str] = {}
        self._said = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Play them all instead of the tests."""
        items = {each.nodeid: each for each in session.items}
        gc.unfreeze()  # what the tests left out of the garbage is not listed
        functions = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
        gc.freeze()
        while self._waiting or self._playing:
            while self._waiting and len(self._playing) < self._lanes:
                order = self._waiting.popleft()
                child = os.fork()
                if not child:
                    self._play(session, functions, order, items)
                self._playing[child] = order["key"]
            child, status = os.wait()
            told = {"key": self._playing.pop(child), "status": os.waitstatus_to_exitcode(status)}
            self._said.write(json.dumps(told, ensure_ascii=False) + "\n")
            self._said.flush()
        return True

    def _play(
        self,
        session: pytest.Session,
        functions: list[FunctionType],
        order: dict[str, Any],
        items: dict[str, pytest.Item],
    ) -> None:
        code = UNCHANGED
        chosen = [(items[name], budget) for name, budget in order["tests"].items() if name in items]
        try:
            if spoil(functions, order):
                code = SURVIVED
                for (item, budget), (following, _) in zip(chosen, [*chosen[1:], (None, 0)], strict=True):
                    # In seconds of processor: a loop that lost its end is stopped, a busy machine stops nothing.
                    signal.setitimer(signal.ITIMER_PROF, budget)
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if session.testsfailed:
                        code = KILLED
                        break
        except BaseException:  # noqa: BLE001 (whatever ends the tests has seen the mutant)
            code = KILLED
        os._exit(code)


def spoil(functions: list[FunctionType], order: dict[str, Any]) -> bool:
    """Change the code of the function that a mutant changes; False when that cannot be done in place."""
    found = _code(compile(order["source"], str(Path(order["path"]).resolve()), "exec"), order["scope"])
    place = order["module"], order["scope"]
    concerned = [each for each in functions if (each.__module__, each.__qualname__) == place]
    if found is None or not concerned:
        return False
    try:
        for function in concerned:
            function.__code__ = found
    except ValueError:
        return False
    return True


def _code(code: CodeType, name: str) -> CodeType | None:
    """Find the code of a function in that of its module."""
    waiting = [code]
    while waiting:
        each = waiting.pop()
        if each.co_qualname == name:
            return each
        waiting += [inner for inner in each.co_consts if isinstance(inner, CodeType)]
    return None


def play_alone(orders: Sequence[dict[str, Any]]) -> int:
    """Play each order in a child; say what became of each as it ends."""
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for name in ("hypothesis", "msgspec", "cryptography.hazmat.primitives.hpke", "zstandard"):
        importlib.import_module(name)
    for order in orders:
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_PROF, order["seconds"])
            code = KILLED
            try:
                code = play_source(order)
            finally:
                os._exit(code)
        _child, status = os.waitpid(child, 0)
        said.write(json.dumps({"key": order["key"], "status": os.waitstatus_to_exitcode(status)}) + "\n")
        said.flush()
    return 0


def main() -> int:
    """Read the order and obey it."""
    order: dict[str, Any] = json.load(sys.stdin)
    sys.path.insert(0, str(Path.cwd()))
    if "note" in order:
        noted = Noted()
        code = int(pytest.main(["--tb=short", *order["tests"]], plugins=[noted]))
        Path(order["note"]).write_text(json.dumps(noted.told), encoding="utf-8")
        return code
    if "mutants" in order:
        forked = Forked(order["mutants"], order["lanes"])
        return int(pytest.main(["--tb=no", *order["tests"]], plugins=[forked]))
    if "alone" in order:
        return play_alone(order["alone"])
    return play_source(order)


def play_source(order: dict[str, Any]) -> int:
    """Play the tests with the module of an order loaded from its text."""
    sys.meta_path.insert(0, Finder(order["module"], str(Path(order["path"]).resolve()), order["source"]))
    tests: list[str] = order["tests"]
    files = list(dict.fromkeys(name.partition("::")[0] for name in tests))
    chosen = [Chosen(tests)] if any("::" in name for name in tests) else []
    return int(pytest.main(["--tb=line", *files], plugins=chosen))


if __name__ == "__main__":
    sys.exit(main())
