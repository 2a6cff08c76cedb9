"""What was true once, given again, or given in another order."""

from mvl_desktop.protocol.wire import FRAMES, frame, page_frame
from tests.security.lies.family import Family
from tests.security.malicious_service import Stage, Tell, feed, frames, instead, replaying

LIES = Family()
lie = LIES.lie


@lie("replay", "service_fige", syncs=2)
def give_an_old_answer_for_ever(stage: Stage) -> Tell:
    told = replaying("/sync")
    stage.liar.tell = told
    stage.exchange()
    stage.news()
    stage.world.clock.at += 15 * 24 * 3_600_000
    return told


@lie("replay", "service_menteur")
def give_an_old_page_of_the_feed(stage: Stage) -> Tell:
    old = stage.c.carrier.feed(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.news()
    return instead("/feed", lambda: body, FRAMES)


@lie("replay", "service_menteur")
def give_an_old_page_of_keyslots(stage: Stage) -> Tell:
    old = stage.c.carrier.slots(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.news()
    return instead("/slots", lambda: body, FRAMES)


@lie("replay", "service_menteur")
def give_an_old_page_of_the_registry(stage: Stage) -> Tell:
    old = stage.c.carrier.registry(stage.c.espace, 0)
    body = b"".join(frame(*each) for each in old.frames) + page_frame(old.next, False)
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return instead("/registry", lambda: body, FRAMES)


@lie("replay", "envoi_refuse", pushes=True, syncs=2)
def give_an_old_receipt(stage: Stage) -> Tell:
    told = replaying("/push")
    stage.liar.tell = told
    stage.c.save(b"z" * 16, {"objet": "premier"})
    stage.exchange()
    stage.news()
    return told


@lie("reordering", "historique_divergent", person=True)
def reorder_the_feed(stage: Stage) -> Tell:
    stage.news()
    return feed(stage, lambda told: told[::-1], consistent=False)


@lie("reordering", "service_menteur")
def reorder_the_registry(stage: Stage) -> Tell:
    stage.a.rotate()
    stage.a.rotate()
    stage.a.sync()
    stage.news()
    return frames("/registry", lambda found: [*found[:-1][::-1], found[-1]])
