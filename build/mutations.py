"""Do the tests have teeth? Take one check away at a time from the cores, and see a test fail.

    python build/mutations.py                     play what was not played yet; code 1 when a survivor is unexplained
    python build/mutations.py --liste             number and name every mutant
    python build/mutations.py --un 12             play one, by number or by name, and show what failed
    python build/mutations.py --survivants        play again those that survived
    python build/mutations.py --exemples FILE     play some by their names, each with its own tests: {name: [test, …]}

It works on a copy of the tree, made at the start. A first run notes which functions each test calls (a file of tests is
noted again when it changes); a mutant is played by the tests that call its function, the quickest first, up to the
first failure. Results are kept in
`out/mutations/` by name and by text of the module, so a run that was stopped goes on where it was. Survivors that
change nothing which can be seen stand with their reason in `build/mutations-sans-effet.tsv`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from environment import PYTHON, ROOT, main_guard, say
from mutants import PACKAGES, Mutant, mutants

OUT = ROOT / "out" / "mutations"
EXPLAINED = ROOT / "build" / "mutations-sans-effet.tsv"
COPIED = ("build", "docs", "mvl_central", "mvl_desktop", "resources", "tests", "ui", "pyproject.toml", "CHANGELOG.md")
TESTS = ("tests/unit/crypto", "tests/unit/protocol", "tests/unit/history", "tests/property/test_fold.py")
SETTINGS = """[pytest]
addopts = --strict-markers --strict-config --import-mode=importlib -x -q -p no:cacheprovider -p no:pytest-qt --no-header
pythonpath = .
filterwarnings = error
"""
"""Those of the house without the windows, which nothing here opens."""
AT_EDGES = ("tests/unit/protocol/test_limits.py", "tests/unit/protocol/test_page_bounds.py")
"""What most often misses a constant or a bound of a type: played before all the rest."""
SECONDS = 60
LEAST, MOST = 4, 25
MEMORY = 2 << 30
UNCHANGED = 9
KILLED, SLOW, SURVIVES = "tué", "tué (trop long)", "SURVIT"


def copy_tree(target: Path) -> None:
    """Copy what the tests read, so that neither they nor the mutants meet an edit under way."""
    skip = shutil.ignore_patterns("__pycache__", "*.png")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=skip)
        else:
            shutil.copy(source, target / name)
    (target / "pytest.ini").write_text(SETTINGS, encoding="utf-8")


class Called:
    """Which functions of the cores each test calls, and how long it takes: noted once for each file of tests."""

    def __init__(self, tree: Path) -> None:
        """Read what was noted, and play the files of tests that were not, or that changed; a failure stops all."""
        kept = OUT / "appels.json"
        told = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        files = {path.relative_to(tree).as_posix(): _digest(path) for path in _files(tree)}
        missing = [name for name, digest in files.items() if told.get(name, {}).get("digest") != digest]
        if missing:
            say(f"Essais sur l’arbre intact : {len(missing)} fichiers.")
            noted = _noted(tree, missing)
            for name in missing:
                calls = {test: each for test, each in noted.items() if test.startswith(f"{name}::")}
                told[name] = {"digest": files[name], "calls": calls}
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(told), encoding="utf-8")
        self._seconds: dict[str, float] = {}
        self._by_function: dict[str, list[str]] = {}
        for name in files:
            for test, (seconds, functions) in told[name]["calls"].items():
                self._seconds[test] = seconds
                for function in functions:
                    self._by_function.setdefault(function, []).append(test)

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests to play, the quickest first. What stands outside functions concerns every test."""
        found = self._by_function.get(f"{mutant.path}:{mutant.scope}", []) if mutant.scope else list(self._seconds)
        return sorted(found, key=lambda test: self._seconds[test])

    def near(self, mutant: Mutant) -> list[str]:
        """Return the tests of the side of the house where a mutant stands: history, or what it is written on."""
        is_history = mutant.path.startswith("mvl_desktop/history/")
        return [test for test in self.tests(mutant) if test.startswith(TESTS[2:]) is is_history]

    def budgets(self, mutant: Mutant) -> dict[str, float]:
        """Return the tests to play, each with the seconds of processor that it may take."""
        return {test: min(LEAST + 5 * self._seconds[test], MOST) for test in self.tests(mutant)}


def _files(tree: Path) -> list[Path]:
    paths = (tree / name for name in TESTS)
    return [each for path in paths for each in (sorted(path.glob("test_*.py")) if path.is_dir() else [path])]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _noted(tree: Path, files: list[str]) -> dict[str, object]:
    target = tree / "calls.json"
    code, said = _child(tree, {"note": str(target), "tests": files}, 1800)
    if code != 0:
        raise SystemExit(f"Les essais échouent sur l’arbre intact.\n{said}")
    found: dict[str, object] = json.loads(target.read_text(encoding="utf-8"))
    return found


def play(tree: Path, mutant: Mutant, tests: Sequence[str]) -> tuple[str, str]:
    """Play the tests against a mutant, in a process of its own; return what became of it, and the last words."""
    if not tests:
        return SURVIVES, "Aucun essai n’appelle cette fonction."
    code, said = _child(tree, _order(mutant, tests), SECONDS)
    if code is None:
        return SLOW, said
    return (SURVIVES if code == 0 else KILLED), said


def play_forked(tree: Path, order: dict[str, object]) -> Iterator[tuple[str, int]]:
    """Play many mutants in children of one process; give the name and the code of each as it ends."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as asked, tempfile.TemporaryFile("w+") as errors:
        json.dump(order, asked)
        asked.seek(0)
        with subprocess.Popen(
            _player(tree), cwd=tree, stdin=asked, stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=_bounded
        ) as program:
            for line in program.stdout or ():
                told = json.loads(line)
                yield told["key"], told["status"]
        errors.seek(0)
        if program.returncode not in (0, 5):
            raise SystemExit(errors.read()[-2000:])


def _order(mutant: Mutant, tests: Sequence[str]) -> dict[str, object]:
    names = ("key", "path", "module", "scope", "source")
    return {name: getattr(mutant, name) for name in names} | {"tests": list(tests)}


def _player(tree: Path) -> list[str]:
    return [str(PYTHON), str(tree / "build" / "mutations_player.py")]


def _child(tree: Path, order: dict[str, object], seconds: float) -> tuple[int | None, str]:
    """Run the player in the copy; return its code (None when it was stopped) and the end of what it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        program = subprocess.Popen(
            _player(tree),
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_bounded,
            start_new_session=True,
        )
        code: int | None
        try:
            program.communicate(json.dumps(order), timeout=seconds)
            code = program.returncode
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            code = None
        said.seek(0)
        return code, said.read()[-2000:]


def _bounded() -> None:
    """A mutant that lost a bound must not take the machine with it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def explained() -> dict[str, str]:
    """Return the mutants that nothing can tell from the original, each with the reason."""
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines() if EXPLAINED.exists() else []
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


class Results:
    """What became of each mutant, kept line by line so that a run can be stopped."""

    def __init__(self, path: Path) -> None:
        """Read what was kept."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._found = {(each["key"], each["digest"]): str(each["became"]) for each in map(json.loads, lines)}

    def of(self, mutant: Mutant) -> str | None:
        """Return what became of a mutant of this very text."""
        return self._found.get((mutant.key, mutant.digest))

    def keep(self, mutant: Mutant, became: str) -> None:
        """Keep it at once."""
        self._found[mutant.key, mutant.digest] = became
        line = {"key": mutant.key, "digest": mutant.digest, "became": became}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def play_many(tree: Path, chosen: Sequence[Mutant], results: Results, lanes: int) -> None:
    """Play mutants, saying each: those of functions in children of one process, the others each on its own."""
    called, by_key = Called(tree), {each.key: each for each in chosen}
    started, count = time.monotonic(), 0

    def keep(mutant: Mutant, became: str) -> None:
        nonlocal count
        count += 1
        results.keep(mutant, became)
        say(f"{count}/{len(chosen)} {time.monotonic() - started:.0f} s  {became:8} {mutant.key}")

    def became_of(status: int) -> str:
        return SURVIVES if status == 0 else SLOW if status == -signal.SIGPROF else KILLED

    alone = [each for each in chosen if not each.scope]
    orders = [_order(each, []) | {"tests": called.budgets(each)} for each in chosen if each.scope]
    for key, status in play_forked(tree, {"mutants": orders, "lanes": lanes, "tests": list(TESTS)}) if orders else ():
        if status == UNCHANGED:
            alone.append(by_key[key])
        else:
            keep(by_key[key], became_of(status))
    # What stands outside functions: the tests of limits first, then all those of its side of the house.
    for is_last in (False, True):
        orders = [_order(each, called.near(each) if is_last else AT_EDGES) | {"seconds": MOST * 4} for each in alone]
        alone = []
        for key, status in play_forked(tree, {"alone": orders}) if orders else ():
            if status == 0 and not is_last:
                alone.append(by_key[key])
            else:
                keep(by_key[key], became_of(status))


def summary(found: Sequence[Mutant], results: Results) -> int:
    """Say the figures and the survivors that nobody explained; 1 when there is one."""
    reasons = explained()
    became = {each.key: results.of(each) for each in found}
    alive = [each for each in found if became[each.key] == SURVIVES]
    unexplained = [each for each in alive if each.key not in reasons]
    left = sum(state is None for state in became.values())
    say(
        f"{len(found)} mutants : {sum(state in (KILLED, SLOW) for state in became.values())} tués, "
        f"{len(alive) - len(unexplained)} sans effet, {len(unexplained)} survivants, {left} à jouer"
    )
    for each in unexplained:
        say(f"{each.path}:{each.line} {each.key}")
    packages = {each.key.partition("/")[0] for each in found}
    for key in sorted(key for key in reasons.keys() - became.keys() if key.partition("/")[0] in packages):
        say(f"sans effet, mais plus trouvé : {key}")
    return 1 if unexplained or left else 0


def one_of(found: Sequence[Mutant], name: str) -> Mutant:
    """Return a mutant by its number or its name."""
    if name.isdigit() and 0 < int(name) <= len(found):
        return found[int(name) - 1]
    chosen = next((each for each in found if each.key == name), None)
    if chosen is None:
        raise SystemExit(f"Aucun mutant ne s’appelle « {name} ».")
    return chosen


def to_play(found: Sequence[Mutant], results: Results, *, again: bool) -> Iterator[Mutant]:
    """Give what was never played, or the survivors that nobody explained."""
    reasons = explained()
    for each in found:
        became = results.of(each)
        if (became is None and not again) or (again and became == SURVIVES and each.key not in reasons):
            yield each


def play_examples(found: Sequence[Mutant], examples: dict[str, list[str]]) -> int:
    """Play some mutants, each by tests that are known to see it; 1 when one survives."""
    alive = 0
    with tempfile.TemporaryDirectory(prefix="mvl-mutations-") as folder:
        tree = Path(folder)
        copy_tree(tree)
        for key, tests in examples.items():
            became, _ = play(tree, one_of(found, key), tests)
            alive += became == SURVIVES
            say(f"{became:8} {key}")
    return 1 if alive else 0


def main() -> int:
    """Read the words of the command and do what they ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--liste", action="store_true", help="nommer les mutants, sans en jouer")
    parser.add_argument("--un", metavar="N", help="jouer un mutant, par son numéro ou son nom")
    parser.add_argument("--par", nargs="+", default=[], metavar="ESSAI", help="avec --un : les essais à jouer")
    parser.add_argument(
        "--exemples", type=Path, metavar="FICHIER", help="en jouer quelques-uns, nommés avec leurs essais"
    )
    parser.add_argument("--survivants", action="store_true", help="rejouer ceux qui ont survécu")
    parser.add_argument("--bilan", action="store_true", help="dire où l’on en est, sans rien jouer")
    parser.add_argument("--paquet", choices=PACKAGES, action="append", help="ne prendre que ce paquet")
    parser.add_argument("--voies", type=int, default=1, help="combien de mutants à la fois")
    options = parser.parse_args()
    found = mutants(ROOT, tuple(options.paquet or PACKAGES))
    results = Results(OUT / "resultats.jsonl")
    if options.liste:
        for number, each in enumerate(found, 1):
            say(f"{number:5} {results.of(each) or '':8} {each.path}:{each.line} {each.key}")
        return 0
    if options.bilan:
        return summary(found, results)
    if options.exemples:
        return play_examples(found, json.loads(options.exemples.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory(prefix="mvl-mutations-") as folder:
        tree = Path(folder)
        copy_tree(tree)
        if options.un:
            mutant = one_of(found, options.un)
            became, said = play(tree, mutant, options.par or Called(tree).tests(mutant))
            say(f"{said}\n{became} {mutant.path}:{mutant.line} {mutant.key}")
            return 1 if became == SURVIVES else 0
        play_many(tree, list(to_play(found, results, again=options.survivants)), results, options.voies)
    return summary(found, results)


if __name__ == "__main__":
    sys.exit(main_guard(main))
