"""Two stories: a root, a head or a number that another post was not told."""

from msgspec.structs import replace

from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import ZERO, next_root
from mvl_desktop.protocol.objects import Checkpoint, PolicySet, RegistryEntry, Signature, Signed
from mvl_desktop.protocol.wire import FrameType
from tests.security.lies.bending import instead_of_entries, only, word_of
from tests.security.lies.family import Family
from tests.security.malicious_service import NEW, Stage, Tell, by, feed, frames, state

LIES = Family()
lie = LIES.lie


@lie("rollback", "historique_divergent", person=True)
def show_an_older_number(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(0, bytes(32))))


@lie("fork", "historique_divergent", person=True)
def show_another_root_of_the_same_number(stage: Stage) -> Tell:
    n, _ = stage.c.read(lambda uow: uow.exchange.root(stage.c.espace))
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(n, b"x" * 32)))


@lie("fork", "historique_divergent", person=True)
def sign_another_root_than_the_one_given(stage: Stage) -> Tell:
    stage.news()

    def other(payload: bytes) -> bytes:
        told = decode(decode(payload, Signed, 1 << 16).o, Checkpoint, 1 << 16)
        return stage.sign_checkpoint(told.n, b"y" * 32)

    return frames("/feed", only(FrameType.CHECKPOINT, other))


@lie("fork", "historique_divergent", person=True)
def say_one_root_first_and_give_another(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(word_of(said)[0], b"w" * 32)))


@lie("fork", "historique_divergent", person=True, syncs=2)
def tell_two_histories_to_two_posts(stage: Stage) -> Tell:
    """C is told a story without B; what A signs afterwards carries what A was told."""
    stage.news()
    stage.a.sync()
    theirs = by(stage, stage.b)
    told = feed(stage, lambda told: [one for one in told if not theirs(one)])
    stage.liar.tell = told
    stage.exchange()
    stage.a.save(NEW, {"canal": "courrier"})
    stage.world.clock.at += 2 * 24 * 3_600_000
    stage.a.sync()
    return told


@lie("fork", "registre_contradictoire", person=True)
def sign_another_registry_head(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(*word_of(said), regh=b"h" * 32)))


@lie("fork", "service_menteur")
def give_the_word_of_another_espace(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, checkpoint=stage.sign_checkpoint(*word_of(said), espace=b"X" * 16)))


@lie("fork", "registre_refuse")
def invent_an_entry_that_follows_another_past(stage: Stage) -> Tell:
    """Unsigned: no proof that anybody told two stories but the service itself."""
    stage.news()
    act = replace(stage.a.registry.draft(PolicySet, 1, policy=stage.a.registry.policy), prev=b"p" * 32)
    return instead_of_entries(stage, encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))])))


@lie("rollback", "service_ramene")
def go_back_and_call_it_a_restoration(stage: Stage) -> Tell:
    """Signed, consistent, and false: the post follows, says so, and gives again what it has."""
    stage.news()
    stage.exchange()
    stage.heard.clear()
    n, _ = stage.c.read(lambda uow: uow.exchange.root(stage.c.espace))
    ids = stage.c.read(lambda uow: uow.exchange.numbered(stage.c.espace))
    root = ZERO
    for id_ in ids[: n - 1]:
        root = next_root(root, id_)
    stage.world.clock.at += 60_000
    word = stage.sign_checkpoint(n - 1, root)
    return state(lambda said: replace(said, k=n - 1, checkpoint=word))
