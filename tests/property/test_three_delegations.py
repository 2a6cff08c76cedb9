"""Three délégations, one operator, one service, no clock agreed on: one of them alone has a network.

The same records are changed by all; edits travel by lots in any order, twice, and by the service. In the end all posts
show the same, no value is lost, every conflict is listed once, and whoever was overruled is told once.
"""

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.history.model import Name, Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services import arbitration_case, arbitration_queue, arbitration_told, conflicts, records
from tests.fakes.world import NOON, Post, SetClock, World, memory_folder

MEDIUM = FileMedium()
YEAR = 31_536_000_000
CLOCKS = (0, 70 * YEAR, -NOON + 1000, 3 * 3_600_000)
"""How far each post's clock is: the operator's is right, the others are in 2096, in 1970, and three hours ahead."""

PERSON = "00000000000000aa"
FIELDS = ("objet", "titulaire", "resume", "personnes", "natures")
NATURES = ("mineur_en_danger", "produits")

edits = st.tuples(st.just("edit"), st.integers(0, 3), st.integers(0, 1), st.sampled_from(FIELDS), st.integers(0, 3))
travels = st.one_of(
    st.tuples(st.just("lot"), st.integers(0, 3)),
    st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 9)),
    st.tuples(st.just("sync"), st.integers(0, 1)),
)


@dataclass(frozen=True)
class Typed:
    """One value that somebody typed, and what was under their eyes."""

    name: Name
    rec: str
    key: str
    value: Value
    token: str
    saw: frozenset[Name]


@dataclass
class Desk:
    """The four posts, the lots on their way, and what was typed."""

    world: World
    posts: list[Post] = field(default_factory=list)
    recs: list[str] = field(default_factory=list)
    lots: list[Path] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)

    def begin(self) -> None:
        self.posts = self.world.community(4)
        for number in range(2):
            self.recs.append(
                records.add_record(
                    self.ports(0),
                    "signalement",
                    {
                        "objet": f"Fictif {number}",
                        "resume": "Un appel. Deux visites. Trois lettres.",
                        "personnes": [{"id": PERSON, "nom": "Personne fictive"}],
                    },
                )
            )
        self.lot(0)
        for who in (1, 2, 3):
            self.merge(who, 0)

    def ports(self, who: int) -> Ports:
        """Return the ports of a post, with the clock that it believes in."""
        ports = self.posts[who].ports
        return replace(ports, clock=SetClock(self.world.clock.at + CLOCKS[who]))

    def edit(self, who: int, rec: int, champ: str, pick: int) -> None:
        self.world.clock.at += 1000
        token, id_ = f"t{len(self.typed)}z", self.recs[rec]
        saw = self.held(who, id_)
        shown = records.show_record(self.ports(who), id_).champs
        wanted: object = token
        if champ == "resume":
            sentences = str(shown.get("resume", "Un appel.")).split(". ")
            place = pick % len(sentences)
            sentences[place] = f"{sentences[place]} {token}"
            wanted = ". ".join(sentences)
        elif champ == "personnes":
            wanted = [{"id": PERSON, "nom": token}] if pick else []
        elif champ == "natures":
            held = set(shown.get("natures", []))  # type: ignore[call-overload]
            wanted = sorted(held ^ {NATURES[pick % 2]})
        if not records.modify_record(self.ports(who), id_, {champ: wanted}):
            return
        for revision in self.posts[who].read(lambda uow: uow.log.revisions(bytes.fromhex(id_))):
            if revision.name not in saw:
                for key, value in (revision.changes or {}).items():
                    self.typed.append(Typed(revision.name, id_, key, value, token, saw))

    def held(self, who: int, rec: str) -> frozenset[Name]:
        revisions = self.posts[who].read(lambda uow: uow.log.revisions(bytes.fromhex(rec)))
        return frozenset(revision.name for revision in revisions)

    def lot(self, who: int) -> None:
        post = self.posts[who]
        target = self.world.folder / f"lot{len(self.lots)}.mvl"
        self.lots += [each.path for each in lots.export(post.ports, MEDIUM, target, [post.espace])]

    def merge(self, who: int, which: int) -> None:
        if self.lots:
            done = lots.merge(self.posts[who].ports, MEDIUM, [self.lots[which % len(self.lots)]])[0]
            assert done.motif is None, done.motif

    def meet(self, luck: random.Random) -> None:
        """Let everything arrive everywhere: every lot twice, in an order of its own on each post."""
        for who in range(4):
            self.lot(who)
        for who in range(4):
            order = [*self.lots, *self.lots]
            luck.shuffle(order)
            for path in order:
                done = lots.merge(self.posts[who].ports, MEDIUM, [path])[0]
                assert done.motif is None, done.motif
        for who in (0, 1, 0):
            self.posts[who].sync()

    def queue(self, who: int) -> list[tuple[str, str]]:
        return [(line.id, line.champ) for line in arbitration_queue.queue(self.ports(who)).lines]

    def shown(self, who: int, rec: str) -> dict[str, list[Value]]:
        with self.posts[who].ports.store.read() as uow:
            view = uow.records.get(bytes.fromhex(rec))
            assert view is not None
            assert not view.state.held
            return {key: [one.value for one in given] for key, given in view.state.fields.items()}


def play(steps: list[tuple[object, ...]], seed: int) -> Desk:
    """Play a story, and let everything meet."""
    desk = Desk(World(memory_folder(), in_memory=True))
    desk.begin()
    for step in steps:
        what, *rest = step
        if what == "edit":
            desk.edit(*rest)  # type: ignore[arg-type]
        elif what == "lot":
            desk.lot(*rest)  # type: ignore[arg-type]
        elif what == "merge":
            desk.merge(*rest)  # type: ignore[arg-type]
        else:
            desk.posts[rest[0]].sync()  # type: ignore[call-overload]
    desk.meet(random.Random(seed))  # noqa: S311
    return desk


def check_same(desk: Desk) -> None:
    """All posts show the same, and list every conflict once, in the same order."""
    for rec in desk.recs:
        shown = desk.shown(0, rec)
        for who in (1, 2, 3):
            assert desk.shown(who, rec) == shown
    listed = desk.queue(0)
    assert len(listed) == len(set(listed))
    undecided = {(rec, key) for rec in desk.recs for key, given in desk.shown(0, rec).items() if len(given) > 1}
    assert set(listed) == undecided
    for who in (1, 2, 3):
        assert desk.queue(who) == listed


def check_nothing_lost(desk: Desk) -> None:
    """Whatever was typed is in sight, unless somebody who had it under their eyes wrote over it."""
    for typed in desk.typed:
        later = [each for each in desk.typed if each.rec == typed.rec and typed.name in each.saw]
        element = typed.key.rpartition("/")[0] if typed.key.count("/") == 2 else ""
        if any(each.key == typed.key or (each.key == element and each.value is None) for each in later):
            continue
        standing = desk.shown(0, typed.rec).get(typed.key, [])
        if typed.key == "resume":
            assert any(typed.token in str(value) for value in standing), (typed, standing)
        elif not (typed.value is None and not standing):
            assert typed.value in standing, (typed, standing)


@settings(max_examples=4, deadline=None, derandomize=True, database=None)
@given(st.lists(st.one_of(edits, edits, travels), min_size=8, max_size=16), st.integers(0, 99))
def test_whatever_the_order_all_end_equal_and_nothing_is_lost(steps: list[tuple[object, ...]], seed: int) -> None:
    desk = play(steps, seed)
    try:
        check_same(desk)
        check_nothing_lost(desk)
    finally:
        desk.world.close()


@settings(max_examples=1, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 99))
def test_the_operator_decides_and_each_author_overruled_is_told_once(seed: int) -> None:
    together = [("edit", who, rec, champ, 1 + who) for who in (1, 2, 3) for rec in (0, 1) for champ in FIELDS[:4]]
    desk = play([*together], seed)
    try:
        check_same(desk)
        listed = desk.queue(0)
        assert len(listed) >= 4
        expected: dict[int, set[tuple[str, str]]] = {who: set() for who in range(4)}
        luck = random.Random(seed)  # noqa: S311
        for rec, champ in listed:
            case = arbitration_case.open_case(desk.ports(0), rec, champ)
            assert len(case.versions) == 3
            kept = luck.choice(case.versions)
            conflicts.decide(desk.ports(0), rec, champ, motif="après appel", keep=kept.revision)
            for who in (1, 2, 3):
                mine = {face.revision for face in case.versions if face.revision.startswith(desk.posts[who].id.hex())}
                if mine and kept.revision not in mine:
                    expected[who].add((rec, champ))
        desk.meet(luck)
        check_same(desk)
        assert desk.queue(0) == []
        for who in range(4):
            told = [(each.id, each.champ) for each in arbitration_told.overruled(desk.ports(who))]
            assert len(told) == len(set(told))
            assert set(told) == expected[who]
        # One of them contests by a lot: everybody has it to decide again.
        who, (rec, champ) = next((who, sorted(lost)[0]) for who, lost in expected.items() if lost)
        lost = arbitration_told.overruled(desk.ports(who))
        element = next(each.element for each in lost if (each.id, each.champ) == (rec, champ))
        arbitration_told.contest(desk.ports(who), rec, element, "la lettre dit autre chose")
        desk.meet(luck)
        check_same(desk)
        assert (rec, champ) in desk.queue(0)
    finally:
        desk.world.close()
