"""A malicious service against real clients: every lie ends in a refusal or an alarm, and costs nothing but time.

The lies are rows (`malicious_lies`); the fields that a service could change come from the types themselves
(`malicious_fields`), so that a field added to a format is tried the same day.
"""

from collections.abc import Iterator

import pytest

from mvl_desktop.protocol.wire import (
    BlobState,
    CommitAnswer,
    EspaceState,
    Info,
    Marker,
    PageEnd,
    PushAnswer,
    Refusal,
    RegistryAnswer,
    SyncAnswer,
)
from mvl_desktop.settings import Settings
from tests.fakes.world import ROOT, World, memory_folder
from tests.security.malicious_fields import HARMLESS, NOT_SERVED, SERVED, Field, every_field, lie_on
from tests.security.malicious_lies import LIES, PUBLISHED, Lie
from tests.security.malicious_service import MINE, NEW, Stage, assert_healed, assert_intact, heal

MESSAGES = Settings(ROOT / "resources").messages


@pytest.fixture
def stage() -> Iterator[Stage]:
    world = World(memory_folder())
    yield Stage(world)
    world.close()


@pytest.fixture
def light_stage() -> Iterator[Stage]:
    """The same posts on stores in memory: a hundred fields are tried on it."""
    world = World(memory_folder(), in_memory=True)
    yield Stage(world)
    world.close()


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


@pytest.mark.parametrize("field", every_field(), ids=lambda field: ".".join(field.key))
def test_no_clear_field_can_be_changed_unheard(light_stage: Stage, field: Field) -> None:
    stage = light_stage
    stage.attach(stage.a, NEW, b"photo" * 100)
    fourth = stage.world.post()
    stage.a.admit(fourth)
    stage.a.rotate()
    stage.news()
    stage.c.save(MINE, {"objet": "à moi"})
    stage.liar.tell = lie_on(stage, field)
    for _ in range(2):
        stage.exchange()
    if field.key not in HARMLESS:
        assert stage.heard, f"{field.key} was changed and nobody heard of it"
    assert_intact(stage)
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
