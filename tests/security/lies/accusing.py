"""What the service says of posts that have done nothing."""

from msgspec.structs import replace

from tests.security.lies.bending import bend_headers, bend_push
from tests.security.lies.family import Family
from tests.security.malicious_service import Stage, Tell, state

LIES = Family()
lie = LIES.lie


def _answering(stage: Stage, what: str) -> Tell:
    return bend_push(
        stage,
        lambda said: replace(said, commits=[replace(one, state=what) for one in said.commits], receipts=[]),
    )


@lie("false accusation", "envoi_refuse", pushes=True)
def accuse_the_post_of_two_chains(stage: Stage) -> Tell:
    return _answering(stage, "equivocation")


@lie("false accusation", "registre_contradictoire", pushes=True, person=True)
def accuse_the_post_of_another_registry(stage: Stage) -> Tell:
    return _answering(stage, "fork")


@lie("false accusation", "registre_contradictoire", person=True)
def say_that_the_registries_differ(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="fork"))


@lie("false accusation", "service_menteur")
def claim_commits_of_the_post_that_it_never_signed(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, seq=said.seq + 7))


@lie("false accusation", "signature_fausse", person=True)
def accuse_another_of_another_registry(stage: Stage) -> Tell:
    return bend_headers(stage, regh=b"h" * 32)


@lie("false accusation", "signature_fausse", person=True)
def accuse_another_of_two_chains(stage: Stage) -> Tell:
    return bend_headers(stage, prev=b"p" * 32)


@lie("false accusation", "service_restaure")
def pretend_to_be_restored(stage: Stage) -> Tell:
    stage.news()
    return state(lambda said: replace(said, state="restored"))
