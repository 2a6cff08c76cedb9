"""A malicious service against real clients: every lie ends in a refusal or an alarm, and costs nothing but time.

The lies are rows (`malicious_lies`); the fields that a service could change come from the types themselves
(`malicious_fields`), so that a field added to a format is tried the same day.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from mvl_desktop.exchange import session
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.objects import Commit, Header, KeySlot
from mvl_desktop.protocol.wire import (
    BlobState,
    CommitAnswer,
    EspaceState,
    FrameType,
    Info,
    Marker,
    Numbered,
    PageEnd,
    PushAnswer,
    Refusal,
    RegistryAnswer,
    SyncAnswer,
    page_frame,
)
from mvl_desktop.services import alarms, exchanges
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.settings import Settings
from mvl_desktop.store import holding, keys
from tests.fakes.inprocess import ADDRESS
from tests.fakes.world import ROOT
from tests.security.lies.family import Lie
from tests.security.malicious_fields import HARMLESS, NOT_SERVED, SERVED, Field, every_field, lie_on
from tests.security.malicious_lies import LIES, PUBLISHED
from tests.security.malicious_service import (
    MINE,
    Frames,
    Stage,
    Tell,
    Told,
    assert_healed,
    assert_intact,
    feed,
    frames,
    heal,
    prepare_everything,
)

MESSAGES = Settings(ROOT / "resources").messages


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage.of()
    yield made
    made.world.close()


@pytest.fixture
def light_stage() -> Iterator[Stage]:
    """The same posts on stores in memory, with everything still to exchange: a hundred fields are tried on it."""
    made = Stage.of(prepare_everything, in_memory=True)
    yield made
    made.world.close()


@pytest.mark.parametrize("lie", LIES.values(), ids=lambda lie: lie.name)
def test_a_lie_ends_in_a_refusal_or_an_alarm(stage: Stage, lie: Lie) -> None:
    stage.liar.tell = lie.make(stage)
    if lie.pushes and not stage.c.values(MINE):
        stage.c.save(MINE, {"objet": "à moi"})
    for _ in range(lie.syncs):
        stage.exchange()
    assert stage.heard & lie.hears, f"heard only {sorted(stage.heard)}"
    for code in stage.heard & lie.hears:
        assert MESSAGES[code].phrase.endswith(".")
        assert MESSAGES[code].sortie in (1, 4, 5)
    assert_intact(stage)
    heal(stage, person=lie.person)
    assert_healed(stage)


def test_every_published_attack_is_played() -> None:
    assert {lie.attack for lie in LIES.values()} == set(PUBLISHED)


class Spy:
    """A register of accesses, as a list of (code, counters)."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, int]]] = []

    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        self.lines.append((code, counters))

    def settle(self) -> None:
        pass


def test_an_alarm_is_kept_noted_in_the_register_and_stays_until_somebody_has_handled_it(stage: Stage) -> None:
    """Even where the exchange ends in a failure; what is then asked of a person is one thing, in one sentence."""
    spy = Spy()
    ports = replace(stage.c.ports, journal=spy)
    stage.liar.tell = LIES["add_a_member_signed_by_itself"].make(stage)
    for _ in range(2):
        with pytest.raises(ServiceLiesError):
            exchanges.synchronise(ports, Carriers(lambda _address: stage.c.carrier), ADDRESS)
    assert ("alarme", {"registre_refuse": 1}) in spy.lines
    [alarm] = alarms.list_alarms(ports)
    assert (alarm.code, alarm.action, alarm.freezes) == ("registre_refuse", alarms.POSTS, False)
    assert MESSAGES[alarm.code].phrase
    alarms.handle_alarm(ports, alarm.id)
    assert alarms.list_alarms(ports) == []
    assert spy.lines[-1][0] == "alarme_lue"


@pytest.mark.parametrize("field", every_field(), ids=lambda field: ".".join(field.key))
def test_no_clear_field_can_be_changed_unheard(light_stage: Stage, field: Field) -> None:
    stage = light_stage
    stage.liar.tell = lie_on(stage, field)
    for _ in range(2):
        stage.exchange()
    if field.key not in HARMLESS:
        assert stage.heard, f"{field.key} was changed and nobody heard of it"
    assert_intact(stage)
    if stage.heard != {"service_menteur"}:
        # Where nothing but a refusal was heard nothing was taken: the lies that end so are healed of above.
        heal(stage, person=True, rounds=1)
        assert_healed(stage)


def test_every_answer_of_the_service_is_tried() -> None:
    """A message added to the wire is added to the table, or is said to be none of a post's business."""
    answers = {
        SyncAnswer,
        EspaceState,
        CommitAnswer,
        PushAnswer,
        BlobState,
        Info,
        Refusal,
        RegistryAnswer,
        Marker,
        PageEnd,
    }
    assert answers <= {*SERVED, *NOT_SERVED}


def flood(stage: Stage, epoch: int) -> Tell:
    """Pages without end of keyslots of records that nobody wrote, each well formed and different."""
    made = count(1)

    def slot() -> bytes:
        n = next(made)
        rec, kc = n.to_bytes(16, "big"), n.to_bytes(32, "big")
        return encode(KeySlot(1, 1, stage.c.espace, rec, 1, epoch, kc, bytes(60)))

    def page(_found: Frames) -> Frames:
        slots = [(int(FrameType.KEYSLOT), slot()) for _ in range(100)]
        return [*slots, (int(FrameType.PAGE), page_frame(next(made), True)[5:])]

    return frames("/slots", page)


def test_n03_keyslots_that_nothing_opens_fill_no_disk(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under an epoch that this post has no key of: of use one day perhaps, and kept up to a bound."""
    monkeypatch.setattr(keys, "UNOPENED_MAX", 350)
    stage.news()
    stage.liar.tell = flood(stage, epoch=7)
    assert stage.exchange() == {"attente_pleine"}
    assert stage.c.read(lambda uow: len(uow.keys.unopened(stage.c.espace, 7))) == 300
    assert_intact(stage)
    heal(stage, person=True)
    assert_healed(stage)


def test_n03_pages_without_end_are_given_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under an epoch whose key is here: they do not open, nothing of them is kept, and there are always more."""
    monkeypatch.setattr(session, "PAGES_MAX", 12)
    stage.news()
    stage.liar.tell = flood(stage, epoch=1)
    asked = stage.liar.requests
    assert stage.exchange() == {"service_menteur"}
    assert stage.liar.requests - asked < 20
    assert_intact(stage)
    heal(stage, person=False)
    assert_healed(stage)


def test_n03_commits_that_nothing_leads_to_are_held_up_to_a_bound(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of devices that nobody has heard of, at a place of the registry that nobody has reached."""
    monkeypatch.setattr(holding, "COMMITS_MAX", 5)
    stage.news()

    def strangers(told: list[Told]) -> list[Told]:
        return [Told(Numbered.COMMIT, *stranger(stage, n)) for n in range(20)] + told

    stage.liar.tell = feed(stage, strangers)
    assert stage.exchange() == {"attente_pleine"}
    assert_intact(stage)


def stranger(stage: Stage, n: int) -> tuple[bytes, list[bytes], bytes]:
    header = Header(1, 1, stage.c.espace, n.to_bytes(16, "big"), 1, bytes(32), 10**6, b"h" * 32, [], None, None, 1)
    h = encode(header)
    return commit_id(h), [], encode(Commit(h, bytes(64)))
