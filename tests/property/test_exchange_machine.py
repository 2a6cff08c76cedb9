"""A machine invents exchanges: whole posts with real keys, the real service, lost answers, lots, erasures, revocation.

At the end everything that can meet has met. Then: posts that hold the same revisions show the same state; every value
ever typed is still there, unless somebody who had seen it wrote over it, or it was erased or lies in quarantine; what
was erased is nowhere; exchanging once more changes nothing.
"""

import os
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.history.model import Name, RecordState, Value
from mvl_desktop.ports.carrier import CarrierError
from mvl_desktop.protocol.objects import DeviceRevoke, Erase, ErasedBody
from tests.fakes.world import Post, World, memory_folder

RECS = [bytes([65 + i]) * 16 for i in range(3)]
ELEMENTS = [f"{i:016x}" for i in range(2)]
START = "un deux trois quatre cinq six"
MEDIUM = FileMedium()
EXAMPLES = int(os.environ.get("MVL_EXCHANGE_EXAMPLES", "8"))


@dataclass(frozen=True)
class Saved:
    """One value that somebody typed, and which saves its author had before their eyes."""

    name: Name
    rec: bytes
    key: str
    value: Value
    token: str
    saw: frozenset[int]


@dataclass(frozen=True)
class Open:
    """A form left open."""

    post: Post
    rec: bytes
    state: RecordState
    saw: frozenset[int]


class Exchanges(RuleBasedStateMachine):
    """Three posts and a fourth who may come, one service, a bag of lots."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(memory_folder(), in_memory=True)
        self.posts = self.world.community(3)
        self.saves: list[Saved] = []
        self.drafts: list[Open] = []
        self.files: list[lots.LotWritten] = []
        self.removed: Post | None = None
        self.tokens = self.rotations = 0
        self.edit(0, 0, "texte", 2)
        self.edit(0, 0, "element", 0)
        for post in self.posts * 2:
            post.sync()

    # ---- people

    @rule(who=st.integers(0, 3), rec=st.integers(0, 2))
    def open(self, who: int, rec: int) -> None:
        post = self.posts[who % len(self.posts)]
        if len(self.drafts) < 6 and RECS[rec] not in post.registry.erased_records:
            state = post.state(RECS[rec])
            held = {r.name for r in post.read(lambda uow: uow.log.revisions(RECS[rec]))} - state.held
            self.drafts.append(
                Open(post, RECS[rec], state, frozenset(i for i, s in enumerate(self.saves) if s.name in held))
            )

    @rule(
        which=st.integers(0, 5),
        kind=st.sampled_from(["champ", "ensemble", "element", "retrait", "texte", "texte"]),
        x=st.integers(0, 7),
        ms=st.sampled_from([None, 0, 4_070_908_800_000]),
    )
    def save(self, which: int, kind: str, x: int, ms: int | None) -> None:
        if not self.drafts:
            return
        form = self.drafts.pop(which % len(self.drafts))
        if form.rec in form.post.registry.erased_records:
            return
        self.tokens += 1
        changes = changed(form.state, kind, x, f"w{self.tokens}")
        if not changes:
            return
        name = form.post.save(form.rec, changes, form.state.heads, ms=ms)
        self.saves += [Saved(name, form.rec, k, v, f"w{self.tokens}", form.saw) for k, v in changes.items()]

    @rule(
        who=st.integers(0, 3),
        rec=st.integers(0, 2),
        kind=st.sampled_from(["champ", "ensemble", "element", "retrait", "texte"]),
        x=st.integers(0, 7),
    )
    def edit(self, who: int, rec: int, kind: str, x: int) -> None:
        before = len(self.drafts)
        self.open(who, rec)
        if len(self.drafts) > before:
            self.save(len(self.drafts) - 1, kind, x, None)

    # ---- carriers

    @rule(who=st.integers(0, 3), lose=st.one_of(st.none(), st.integers(0, 7)))
    def sync(self, who: int, lose: int | None) -> None:
        post = self.posts[who % len(self.posts)]
        assert post.transport is not None
        post.transport.lose = lose
        with suppress(CarrierError):
            post.sync()
        post.transport.lose = None

    @rule()
    def everybody_syncs(self) -> None:
        for post in self.posts:
            post.sync()

    @rule(who=st.integers(0, 3))
    def lot(self, who: int) -> None:
        post = self.posts[who % len(self.posts)]
        with suppress(lots.LotError):
            self.files += lots.export(
                post.ports, MEDIUM, self.world.folder / f"lot{len(self.files)}.mvl", [post.espace]
            )

    @rule(who=st.integers(0, 3), which=st.integers(0, 9), dry=st.booleans())
    def merge(self, who: int, which: int, dry: bool) -> None:
        if self.files:
            post, path = self.posts[who % len(self.posts)], self.files[which % len(self.files)].path
            shown = None
            if dry:
                before = [post.values(rec) for rec in RECS]
                shown = lots.examine(post.ports, MEDIUM, [path])[0]
                assert before == [post.values(rec) for rec in RECS]
            done = lots.merge(post.ports, MEDIUM, [path])[0]
            assert done.motif in (None, "lot_pas_pour_ce_poste", "emetteur_inconnu")
            assert shown in (None, done), "what is applied is what was shown"

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        self.world.clock.at += days * 86_400_000

    # ---- administrators

    @precondition(lambda self: len(self.posts) == 3 and not self.posts[0].registry.rotation_due)
    @rule()
    def newcomer(self) -> None:
        self.posts[0].sync()
        newcomer = self.world.post()
        newcomer.connect(self.world.services[0])
        self.posts[0].admit(newcomer)
        self.posts.append(newcomer)

    @precondition(lambda self: self.rotations < 3 and not self.posts[0].registry.rotation_due)
    @rule()
    def rotate(self) -> None:
        self.rotations += 1
        self.posts[0].rotate()

    @precondition(lambda self: self.removed is None)
    @rule(who=st.integers(1, 2), back=st.booleans(), together=st.booleans())
    def revoke(self, who: int, back: bool, together: bool) -> None:
        first, gone = self.posts[0], self.posts[who]
        first.sync()
        last = first.read(lambda uow: uow.log.chain(first.espace, gone.id))
        cut = max(0, (last.seq if last else 0) - back)
        self.removed = gone
        first.sign(DeviceRevoke, device=gone.id, cut=cut, reason_code="z")
        if together:
            first.rotate()

    @rule(rec=st.integers(0, 2))
    def erase(self, rec: int) -> None:
        first = self.posts[0]
        if self.tokens > 4 and not first.registry.erased_records:
            first.sync()
            if not first.registry.erased_records:
                first.sign(Erase, rec=RECS[rec], bodies=None, blobs=[], legal_ref_code="z")

    @rule(which=st.integers(0, 5))
    def erase_body(self, which: int) -> None:
        first = self.posts[0]
        first.sync()
        found = sorted(place for rec in RECS for place in self._bodies(first, rec))
        if found and len(first.registry.erased_bodies) < 2 and not first.registry.rotation_due:
            rec, place = found[which % len(found)]
            first.sign(Erase, rec=rec, bodies=[ErasedBody(*place)], blobs=[], legal_ref_code="z")

    @staticmethod
    def _bodies(post: Post, rec: bytes) -> list[tuple[bytes, tuple[bytes, int, bytes, list[Name]]]]:
        """Return the revisions of a record that may be erased singly: sealed, and not erased yet."""
        found = []
        origins = post.read(lambda uow: uow.log.origins(rec))
        gone = post.registry.erased_bodies
        for revision in post.read(lambda uow: uow.log.revisions(rec)):
            commit = origins.get(revision.name, (0, None))[1]
            if commit is None or revision.name in gone or revision.changes is None:
                continue
            with post.ports.store.read() as uow:
                [stored] = uow.log.commits(post.espace, [commit])
            entry = next(e for e in stored.header.entries if e.n == revision.name[1])
            found.append((rec, (*revision.name, entry.bhash, list(revision.parents))))
        return found

    # ---- the end

    def teardown(self) -> None:
        try:
            self._finish()
        finally:
            self.world.close()

    def _finish(self) -> None:
        first = self.posts[0]
        first.sync()
        if first.registry.rotation_due:
            first.rotate()
        active = [post for post in self.posts if post is not self.removed]
        for _ in range(2):
            for post in active:
                post.sync()
        if self.removed is not None:
            self.removed.sync()
            with suppress(lots.LotError):
                [made] = lots.export(self.removed.ports, MEDIUM, self.world.folder / "remise.mvl", [first.espace])
                lots.merge(first.ports, MEDIUM, [made.path])
        for each in self.files:
            for post in active:
                lots.merge(post.ports, MEDIUM, [each.path])
        for _ in range(3):
            self.world.clock.at += 86_400_001
            for post in active:
                post.sync()
        for post in active * 2:  # the same day: nobody has anything to add to what was seen
            post.sync()
        apart = self._apart(active)
        self._check_nothing_waits(active, apart)
        for rec in RECS:
            self._check_record(active, rec, apart)
        self._check_idle(active)

    def _apart(self, active: list[Post]) -> set[Name]:
        """Return the revisions that only a person may bring back, or that their author could never send."""
        found: set[Name] = set()
        for post in active:
            with post.ports.store.read() as uow:
                for commit in uow.log.quarantine(post.espace):
                    found |= {(commit.header.device, entry.n) for entry in commit.header.entries}
        gone = self.removed
        if gone is not None:
            cut = active[0].registry.devices[gone.id].cut or 0
            mine = gone.read(lambda uow: uow.log.lacking(gone.espace, 1000))
            found |= {(gone.id, e.n) for c in mine if c.header.seq > cut for e in c.header.entries}
            found |= {(gone.id, item.n) for item in gone.read(lambda uow: uow.log.unsealed(gone.espace, 1000))}
        return found

    def _check_nothing_waits(self, active: list[Post], apart: set[Name]) -> None:
        # `envoi_refuse` is not among them: the machine has no refusal that lasts, nor a lot copied from another store.
        allowed = {"modification_effacee", "horodatage_en_avance", "lot_manquant"}
        for post in active:
            with post.ports.store.read() as uow:
                assert not uow.log.unsealed(post.espace)
                assert not uow.log.lacking_count(post.espace)
                assert not uow.log.held(post.espace)
                assert not uow.log.waiting_for_key(post.espace)
            assert post.alarms <= allowed, post.alarms

    def _check_record(self, active: list[Post], rec: bytes, apart: set[Name]) -> None:
        first = active[0]
        if rec in first.registry.erased_records:
            for post in active:
                assert not post.values(rec)
                assert all(r.changes is None for r in post.read(lambda uow: uow.log.revisions(rec)))
            return
        shown = first.values(rec)
        for post in active[1:]:
            assert post.values(rec) == shown
        held = set().union(*(post.state(rec).held for post in active))
        gone = apart | held | set(first.registry.erased_bodies)
        alive = {i: s for i, s in enumerate(self.saves) if s.rec == rec and s.name not in gone}
        for i, saved in alive.items():
            later = [other for other in alive.values() if i in other.saw]
            assert survives(saved, shown, later), (saved, shown)

    def _check_idle(self, active: list[Post]) -> None:
        service = self.world.services[0]
        with service.database.engine.connect() as connection:
            before = connection.exec_driver_sql("SELECT k, s, regn FROM espace").all()
        for post in active:
            assert post.transport is not None
            asked = len(post.transport.requests)
            post.sync()
            assert {path for _, path in post.transport.requests[asked:]} <= {
                "/v1/sync",
                f"/v1/espaces/{post.espace.hex()}/acks",
            }
        with service.database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT k, s, regn FROM espace").all() == before


def changed(state: RecordState, kind: str, x: int, token: str) -> dict[str, Value]:
    """Return what somebody who sees this state types."""
    shown = {key: found[0].value for key, found in state.fields.items()}
    if kind == "champ":
        return {f"champ{x % 2}": token}
    if kind == "ensemble":
        key = f"natures/c{x % 2}"
        return {key: None if shown.get(key) else True}
    if kind == "element":
        return {f"faits/{ELEMENTS[x % 2]}/recit": token}
    if kind == "retrait":
        there = sorted({key.rsplit("/", 1)[0] for key in shown if key.count("/") == 2})
        return {there[x % len(there)]: None} if there else {}
    words = str(shown.get("resume", START)).split(" ")
    place = x % len(words)
    if x % 2:
        words[place] = token
    else:
        words.insert(place, token)
    return {"resume": " ".join(words)}


def survives(saved: Saved, shown: dict[str, list[Value]], later: list[Saved]) -> bool:
    """Whether a typed value is still there, or was written over, or removed, by somebody who had seen it."""
    found = shown.get(saved.key, [])
    if saved.key == "resume":
        if any(isinstance(value, str) and saved.token in value for value in found):
            return True
        return any(other.key == "resume" and saved.token not in str(other.value) for other in later)
    if saved.value in found:
        return True
    element = saved.key.rsplit("/", 1)[0] if saved.key.count("/") == 2 else None
    if saved.value is None:
        # A removal or an unticked box, met by what others wrote meanwhile: shown in conflict, or decided later.
        return saved.key not in shown or any(other.key == saved.key for other in later)
    return any(other.key == saved.key or (element is not None and other.key == element) for other in later)


@pytest.mark.parametrize("steps", [12, 30])
def test_exchanges_lose_nothing_and_end_alike(steps: int) -> None:
    run_state_machine_as_test(
        Exchanges,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
