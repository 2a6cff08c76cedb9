"""What is held back: commits, bodies, keys, entries of the registry, orders."""

from typing import Any

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import Checkpoint, Signed
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.wire import EspaceState, FrameType, Numbered
from tests.security.lies.bending import fourth_post, only, page_end, word_of
from tests.security.lies.family import Family
from tests.security.malicious_service import (
    NEW,
    Frames,
    Stage,
    Tell,
    Told,
    both,
    by,
    feed,
    frames,
    refusing,
    state,
    without_record,
)

LIES = Family()
lie = LIES.lie


@lie("withholding", "service_menteur")
def drop_the_commits_of_one_device_without_a_story(stage: Stage) -> Tell:
    stage.news()
    theirs = by(stage, stage.b)
    return feed(stage, lambda told: [one for one in told if not theirs(one)], consistent=False)


@lie("withholding", "retenue_suspectee", "historique_divergent", syncs=2, person=True)
def drop_the_commits_of_one_device_with_a_signed_story(stage: Stage) -> Tell:
    stage.news()
    theirs = by(stage, stage.b)
    told = feed(stage, lambda told: [one for one in told if not theirs(one)])
    stage.world.clock.at += 2 * 24 * 3_600_000
    for post in (stage.a, stage.b):
        post.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return told


@lie("withholding", "contenu_absent", syncs=2)
def drop_every_body_of_one_record(stage: Stage) -> Tell:
    stage.news()
    return feed(stage, without_record(NEW))


@lie("withholding", "contenu_absent", syncs=2)
def drop_everything_but_headers(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", only(FrameType.BODY, lambda _: None))


@lie("withholding", "service_menteur")
def drop_the_commit_under_its_number(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", only(FrameType.COMMIT, lambda _: None))


@lie("withholding", "retenue_suspectee", syncs=2)
def pass_a_commit_off_as_a_body_that_came_late(stage: Stage) -> Tell:
    stage.news()
    first = [True]

    def change(told: list[Told]) -> list[Told]:
        for one in told:
            if by(stage, stage.a)(one) and first:
                first.clear()
                hidden.add(one.id)
            if one.id in hidden:
                one.what, one.bodies, one.commit = Numbered.LATE_BODY, [], None
        return told

    hidden: set[bytes] = set()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return feed(stage, change)


@lie("withholding", "service_menteur")
def give_an_empty_feed(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", lambda found: found[-1:])


@lie("withholding", "service_menteur")
def give_a_feed_without_its_signed_word(stage: Stage) -> Tell:
    stage.news()
    return frames("/feed", only(FrameType.CHECKPOINT, lambda _: None))


@lie("withholding", "cle_retenue", syncs=2)
def drop_the_keyslots(stage: Stage) -> Tell:
    stage.news()
    return frames("/slots", lambda found: found[-1:])


@lie("withholding", "cle_retenue", syncs=2)
def drop_the_grant_of_a_new_epoch(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/grants", lambda found: found[-1:])


@lie("withholding", "service_menteur")
def announce_registry_entries_and_give_none(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/registry", lambda found: found[-1:])


@lie("withholding", "contenu_absent", syncs=2)
def say_that_an_attachment_is_not_there(stage: Stage) -> Tell:
    stage.attach(stage.a, NEW, b"photo" * 100)
    stage.news()
    return _blob_absent


def _blob_absent(request: Any, honest: Any) -> Any:
    if "/blobs/" in request.url.path and request.method == "GET":
        return refusing(404, "unknown")(request, honest)
    return honest()


@lie("withheld rotation", "renouvellement_requis", pushes=True)
def withhold_the_rotation_after_a_revocation(stage: Stage) -> Tell:
    regn = _revoke_b(stage)
    return _old_registry(stage, regn + 1)


@lie("withheld revocation", "retenue_suspectee", syncs=2)
def withhold_the_revocation(stage: Stage) -> Tell:
    return _old_registry(stage, _revoke_b(stage))


@lie("withheld order", "retenue_suspectee", syncs=2)
def withhold_an_erase_order(stage: Stage) -> Tell:
    regn = stage.a.registry.n
    stage.news()
    stage.a.save(OTHER, {"objet": "à effacer"})
    stage.a.sync()
    stage.a.erase(OTHER)
    stage.a.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return _old_registry(stage, regn)


OTHER = b"o" * 16


def _revoke_b(stage: Stage) -> int:
    """A fourth post comes and is revoked, with a rotation; return the registry's number before."""
    fourth = fourth_post(stage)
    stage.news()
    regn = stage.a.registry.n
    stage.a.revoke(fourth)
    stage.a.sync()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.a.sync()
    return regn


def _old_registry(stage: Stage, regn: int) -> Tell:
    """Show the registry as it was at `regn`, wherever it shows."""
    head = stage.a.registry.head_at(regn)

    def old(said: EspaceState) -> EspaceState:
        n, root = word_of(said)
        return replace(said, regn=regn, checkpoint=stage.sign_checkpoint(n, root, regn=regn, regh=head))

    def page(found: Frames) -> Frames:
        kept = [
            (kind, payload)
            for kind, payload in found
            if kind == FrameType.REGISTRY and read_entry(payload)[1].n <= regn
        ]
        return [*kept, page_end(regn + 1, False)]

    def word(payload: bytes) -> bytes:
        told = decode(decode(payload, Signed, 1 << 16).o, Checkpoint, 1 << 16)
        return stage.sign_checkpoint(told.n, told.root, regn=regn, regh=head)

    return both(state(old), frames("/registry", page), frames("/feed", only(FrameType.CHECKPOINT, word)))
