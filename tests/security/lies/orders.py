"""Orders that nobody who may give them has signed."""

from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import Erase, Hold, RegistryEntry, Reinstate, Signature
from tests.security.lies.bending import instead_of_entries
from tests.security.lies.family import Family
from tests.security.malicious_service import OLD, Stage, Tell

LIES = Family()
lie = LIES.lie


@lie("invented order", "registre_refuse")
def invent_an_erase_order(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Erase, 1, rec=OLD, bodies=None, blobs=[], legal_ref_code="z")
    return instead_of_entries(stage, encode(RegistryEntry(encode(act), [Signature(stage.a.id, bytes(64))])))


@lie("invented order", "registre_refuse")
def help_an_agent_to_erase(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Erase, 1, rec=OLD, bodies=None, blobs=[], legal_ref_code="z")
    return instead_of_entries(stage, stage.signed_entry(stage.b, act))


@lie("invented order", "registre_refuse")
def invent_a_hold(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Hold, 1, rec=OLD, on=True)
    return instead_of_entries(stage, stage.signed_entry(stage.b, act))


@lie("invented order", "registre_refuse")
def invent_a_reinstatement(stage: Stage) -> Tell:
    stage.news()
    act = stage.a.registry.draft(Reinstate, 1, reason_code="z", ids=[b"i" * 32])
    return instead_of_entries(stage, stage.signed_entry(stage.b, act))
