"""C25, C26: several posts, drafts left open, and carriers that repeat, reorder, cut and delay.

Posts that hold the same revisions show the same, and every value ever typed is in sight until somebody who had seen it
changed it, or it was erased.
"""

import random
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mvl_desktop.history.edit import before_decision, resolve
from mvl_desktop.history.graph import element_of
from mvl_desktop.history.model import Name, Revision, Value
from mvl_desktop.history.state import is_present, values
from mvl_desktop.history.timeline import timeline
from tests.property.posts import Draft, Lot, Post, changes_between, is_narrative

RECORDS = ("dossier", "autre")
ELEMENTS = ("personnes/00000000000000aa", "personnes/00000000000000bb")
NOW = 1_800_000_000_000
YEARS = 31_536_000_000
TEXT = "Un appel. Deux visites. Trois lettres."

posts = st.integers(0, 3)
records = st.sampled_from(RECORDS)
picks = st.integers(0, 7)
kinds = st.sampled_from(["field", "set", "element", "removal", "text", "text", "text", "many"])


@dataclass(frozen=True)
class Typed:
    """One value that somebody typed, and the revisions that were under their eyes."""

    name: Name
    rec: str
    key: str
    value: Value
    token: str
    saw: frozenset[Name]


class Posts(RuleBasedStateMachine):
    """Four posts, one of them in 2099 and one in 1970."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.posts = [Post(b"a" * 16), Post(b"b" * 16, 80 * YEARS), Post(b"c" * 16, -NOW), Post(b"d" * 16, 7)]
        self.lots: list[Lot] = []
        self.typed: list[Typed] = []
        self.gone: set[Name] = set()
        self.decided: list[tuple[Post, str, str]] = []

    @initialize()
    def first(self) -> None:
        """Everybody knows a record with a text and a person."""
        begun: dict[str, Value] = {"resume": TEXT, f"{ELEMENTS[0]}/nom": "nom0"}
        self._save(self.posts[0], self.posts[0].open(RECORDS[0]), begun, "visites")
        for post in self.posts[1:]:
            post.receive(self.posts[0].export(), self.now)

    @rule(who=posts, rec=records)
    def open_form(self, who: int, rec: str) -> None:
        """Open a form and leave it open."""
        post = self.posts[who]
        if len(post.drafts) < 3:
            post.drafts.append(post.open(rec))

    @rule(who=posts, which=picks, kind=kinds, pick=picks)
    def save_form(self, who: int, which: int, kind: str, pick: int) -> None:
        """Save a form that was left open, whatever arrived since."""
        post = self.posts[who]
        if post.drafts:
            self._type(post, post.drafts.pop(which % len(post.drafts)), kind, pick)

    @rule(who=posts, rec=records, kind=kinds, pick=picks)
    def edit(self, who: int, rec: str, kind: str, pick: int) -> None:
        """Open and save at once."""
        self._type(self.posts[who], self.posts[who].open(rec), kind, pick)

    @rule(who=st.lists(posts, min_size=2, max_size=4, unique=True), pick=picks, kind=kinds)
    def edit_together(self, who: list[int], pick: int, kind: str) -> None:
        """Several posts change one record without seeing each other."""
        for shift, one in enumerate(who):
            self._type(self.posts[one], self.posts[one].open(RECORDS[0]), kind, pick + shift)

    @rule(who=posts)
    def edit_many_times_from_one_form(self, who: int) -> None:
        """Make more heads than a revision may have parents."""
        post = self.posts[who]
        draft = post.open(RECORDS[1])
        post.drafts.append(draft)
        for pick in range(9):
            self._type(post, draft, "field", pick)
        post.drafts.remove(draft)

    @rule(who=posts, rec=st.sampled_from([RECORDS[0], *RECORDS]), pick=picks, keep=picks)
    def decide(self, who: int, rec: str, pick: int, keep: int) -> None:
        """Decide a conflict for one of its values, or for a new one."""
        post = self.posts[who]
        draft = post.open(rec)
        if not draft.seen.conflicts:
            return
        key = draft.seen.conflicts[pick % len(draft.seen.conflicts)]
        shown = draft.seen.fields[key]
        value: Value = shown[keep % len(shown)].value
        token = f"t{len(self.typed)}z"
        if key in ("objet", "niveau") and keep > 5:
            value = token
        edit = resolve(draft.seen, key, value)
        assert edit is not None
        self._save(post, draft, dict(edit.changes), token)
        self.decided.append((post, rec, key))
        assert key not in post.state(rec).conflicts

    @rule(pick=picks)
    def take_back(self, pick: int) -> None:
        """Open again what a decision closed, if nothing followed it."""
        if not self.decided:
            return
        post, rec, key = self.decided[-1 - pick % len(self.decided)]
        again = before_decision(post.revisions.get(rec, {}).values(), key, is_narrative)
        if again is None:
            return
        known = set(values(post.state(rec)))
        for value, parents in again:
            post.save(Draft(rec, post.state(rec), parents, frozenset()), {key: value}, self.now)
        assert key in post.state(rec).conflicts
        assert known <= set(values(post.state(rec)))

    @rule(who=posts)
    def export(self, who: int) -> None:
        """Write a lot."""
        self.lots.append(list(self.posts[who].export()))

    @rule(who=posts, which=picks, cut=st.integers(0, 3), luck=st.randoms(use_true_random=False))
    def deliver(self, who: int, which: int, cut: int, luck: random.Random) -> None:
        """Merge a lot: any, again, shuffled, with parts missing."""
        if self.lots:
            lot = list(self.lots[which % len(self.lots)])
            luck.shuffle(lot)
            self.posts[who].receive(lot[: len(lot) - cut * len(lot) // 4], self.now)

    @rule(who=posts, other=posts)
    def synchronise(self, who: int, other: int) -> None:
        """Exchange everything between two posts."""
        one, two = self.posts[who], self.posts[other]
        two.receive(one.export(), self.now)
        one.receive(two.export(), self.now)

    @rule(pick=st.integers(0, 30))
    def erase(self, pick: int) -> None:
        """Order the erasure of one body that the first post holds; its place in the graph is kept."""
        post = self.posts[0]
        post.export()
        held = sorted((r.name, rec) for rec, kept in post.revisions.items() for r in kept.values())
        if len(self.gone) < 3 and len(held) > 3:
            name, rec = held[pick % len(held)]
            self.gone.add(name)
            place = Revision(name, post.revisions[rec][name].parents, (0, 0), None)
            post.receive([(rec, place)], self.now)

    @rule(ms=st.sampled_from([0, 1, 3_600_000]))
    def wait(self, ms: int) -> None:
        """Let time pass."""
        self.now += ms

    @invariant()
    def clocks_stay_where_they_are(self) -> None:
        """Nobody is dragged to 2099 by the post that thinks it is there."""
        for post in self.posts:
            assert post.last[0] <= self.now + post.skew + 24 * 3_600_000

    @invariant()
    def every_change_is_told(self) -> None:
        """The history on screen has a line for all that is applied."""
        post = self.posts[0]
        for rec, held in post.revisions.items():
            told = {(entry.name, entry.key) for entry in timeline(held.values(), is_narrative)}
            waiting = post.state(rec).held
            applied = [r for r in held.values() if r.name not in waiting]
            assert {(r.name, key) for r in applied for key in (r.changes or {})} <= told

    def teardown(self) -> None:
        """Everything arrives everywhere, in another order on each post."""
        if not self.typed:
            return
        whole = [given for post in self.posts for given in post.export()]
        for turn, post in enumerate(self.posts):
            random.Random(turn).shuffle(whole)  # noqa: S311
            post.receive(whole, self.now)
        for rec in RECORDS:
            states = [post.state(rec) for post in self.posts]
            assert all(state == states[0] for state in states)
            assert states[0].held == frozenset()
            told = [timeline(post.revisions.get(rec, {}).values(), is_narrative) for post in self.posts]
            assert all(one == told[0] for one in told)
        for typed in self.typed:
            self._check_in_sight(typed)
        for post in self.posts:
            before = [post.state(rec) for rec in RECORDS]
            post.receive(whole, self.now)
            assert before == [post.state(rec) for rec in RECORDS]

    def _check_in_sight(self, typed: Typed) -> None:
        state = self.posts[0].state(typed.rec)
        shown = [one.value for one in state.fields.get(typed.key, ())]
        if typed.name in self.gone or any(_same(typed, value) for value in shown):
            return
        for later in self.typed:
            if later.rec != typed.rec or later.name in self.gone:
                continue
            if typed.name not in later.saw:
                continue
            if later.key == typed.key and not _same(typed, later.value):
                return
            if later.key == element_of(typed.key) and later.value is None:
                return
        raise AssertionError((typed, shown))

    def _type(self, post: Post, draft: Draft, kind: str, pick: int) -> None:
        token = f"t{len(self.typed)}z"
        changes = changes_between(draft.seen, _wanted(draft, kind, pick, token))
        if changes:
            self._save(post, draft, changes, token)

    def _save(self, post: Post, draft: Draft, changes: dict[str, Value], token: str) -> None:
        name = post.save(draft, changes, self.now)
        for key, value in changes.items():
            self.typed.append(Typed(name, draft.rec, key, value, token, draft.applied))


def _same(typed: Typed, value: Value) -> bool:
    """Tell whether what was typed can be read in a value."""
    if typed.key == "resume" and isinstance(typed.value, str) and typed.token in typed.value:
        return isinstance(value, str) and typed.token in value
    return type(value) is type(typed.value) and value == typed.value


def _wanted(draft: Draft, kind: str, pick: int, token: str) -> dict[str, Value]:
    """Return what the person wants the form to say."""
    element = ELEMENTS[pick % 2]
    if kind == "removal":
        return {element: None}
    if kind == "element":
        return {f"{element}/{('nom', 'age')[pick // 2 % 2]}": token}
    if kind == "set":
        return {"natures/sante": None if is_present(draft.seen, "natures/sante") else True}
    if kind == "text":
        return {"resume": _rewritten(draft, pick, token)}
    field: dict[str, Value] = {("objet", "niveau")[pick % 2]: token}
    return field if kind == "field" else {**field, f"{ELEMENTS[1]}/nom": token, "natures/sante": True}


def _rewritten(draft: Draft, pick: int, token: str) -> str:
    """Change a sentence, add one, or take one away."""
    text = values(draft.seen).get("resume")
    sentences = (text if isinstance(text, str) else "").split(". ")
    place = pick % len(sentences)
    if pick == 7 and len(sentences) > 1:
        del sentences[place]
        return ". ".join([*sentences, token])
    if pick > 3:
        sentences.insert(place, f"Phrase {token}")
    else:
        sentences[place] = f"{sentences[place]} {token}"
    return ". ".join(sentences)


TestPosts = Posts.TestCase
TestPosts.settings = settings(max_examples=60, stateful_step_count=30, deadline=None, derandomize=True, database=None)
