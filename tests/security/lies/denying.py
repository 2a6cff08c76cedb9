"""Refusals without end, and the hour that it would be."""

from tests.security.lies.family import Family
from tests.security.malicious_service import Stage, Tell, refusing

LIES = Family()
lie = LIES.lie


@lie("denial", "service_refuse", "poste_inconnu_du_service")
def refuse_every_signature(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "signature")


@lie("denial", "horloge_decalee")
def call_everything_a_replay(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "replay")


@lie("false clock", "horloge_decalee")
def say_that_it_is_1970(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "clock", ts=0)


@lie("false clock", "horloge_decalee")
def say_that_it_is_the_end_of_time(stage: Stage) -> Tell:
    stage.news()
    return refusing(401, "clock", ts=2**53 - 1)


@lie("denial", "espace_inconnu_du_service")
def refuse_as_unknown(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "not_member")


@lie("denial", "jeton_refuse")
def ask_for_a_token(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "token")


@lie("denial", "role_insuffisant")
def say_that_the_role_is_too_low(stage: Stage) -> Tell:
    stage.news()
    return refusing(403, "role")


@lie("denial", "service_occupe")
def be_always_busy(stage: Stage) -> Tell:
    stage.news()
    return refusing(429, "rate")


@lie("denial", "quota_depasse")
def be_always_full(stage: Stage) -> Tell:
    stage.news()
    return refusing(507, "espace_full")


@lie("denial", "service_en_erreur")
def fail_always(stage: Stage) -> Tell:
    stage.news()
    return refusing(500, "internal")
