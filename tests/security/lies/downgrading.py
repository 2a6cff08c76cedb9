"""Older suites and versions, or ones that nobody knows."""

from msgspec.structs import replace

from mvl_desktop.protocol.objects import PolicySet, SuiteMin
from mvl_desktop.protocol.wire import SyncAnswer
from tests.security.lies.bending import bend_headers, bend_slots, instead_of_entries
from tests.security.lies.family import Family
from tests.security.malicious_service import Stage, Tell, message

LIES = Family()
lie = LIES.lie


@lie("downgrade", "registre_refuse")
def lower_the_suite_in_the_registry(stage: Stage) -> Tell:
    stage.news()
    act = replace(stage.a.registry.draft(SuiteMin, 1, suite_min=0), suite=0)
    return instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("downgrade", "registre_refuse")
def give_an_entry_of_an_unknown_version(stage: Stage) -> Tell:
    stage.news()
    act = replace(stage.a.registry.draft(PolicySet, 1, policy=stage.a.registry.policy), v=2)
    return instead_of_entries(stage, stage.signed_entry(stage.a, act))


@lie("downgrade", "service_trop_ancien")
def speak_an_older_protocol(stage: Stage) -> Tell:
    stage.news()
    return message("/sync", SyncAnswer, lambda said: replace(said, v=0))


@lie("downgrade", "objet_autre_version", "signature_fausse", person=True)
def lower_the_suite_of_a_commit(stage: Stage) -> Tell:
    return bend_headers(stage, suite=0)


@lie("downgrade", "objet_autre_version", person=True)
def give_a_commit_of_an_unknown_version(stage: Stage) -> Tell:
    return bend_headers(stage, v=2)


@lie("downgrade", "objet_autre_version", person=True)
def give_a_commit_of_an_unknown_suite(stage: Stage) -> Tell:
    return bend_headers(stage, suite=2)


@lie("downgrade", "objet_autre_version", "cle_retenue", syncs=2)
def lower_the_suite_of_the_keyslots(stage: Stage) -> Tell:
    return bend_slots(stage, lambda slot: replace(slot, suite=0))
