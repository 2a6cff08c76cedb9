"""First step of an arrival: registry entries, verified one by one from what this post has already accepted."""

from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.protocol.acts import act_type
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import AnyAct, DeviceSucceed, RegistryEntry
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry
from mvl_desktop.protocol.roles import ROLES, SIGNERS


def take_entries(draft: DraftPlan) -> None:
    """Append the entries that follow ours; two different accepted entries of one number freeze the espace."""
    mine = {_id(entry): entry for entry in draft.uow.espaces.proposed(draft.espace)} if draft.incoming.registry else {}
    for data in draft.incoming.registry:
        try:
            entry, act = read_entry(data)
            id_ = registry_id(entry.e)
            if act.n <= draft.after.n:
                if draft.after.head_at(act.n) != id_:
                    _contradict(draft, entry, act)
                    return
                continue
            if act.n > draft.after.n + 1:
                draft.refuse("registre", "registre_incomplet", id_=id_)
                return
            if act.prev != draft.after.head:
                _contradict(draft, entry, act)
                return
            draft.acts.append(draft.after.append(data, draft.ports.crypto.verify))
            if isinstance(act, DeviceSucceed) and act.old != draft.me:
                draft.warn("poste_remplace", act.old)
        except RegistryRefusedError as error:
            # Somebody's word that breaks a rule: what follows it cannot be trusted either, what came before is taken.
            draft.refuse("registre", error.code)
            draft.warn("registre_refuse")
            return
        draft.entries.append(data)
        if id_ in mine:
            draft.accepted.append(mine[id_])


def _contradict(draft: DraftPlan, entry: RegistryEntry, act: AnyAct) -> None:
    """Freeze the espace when somebody who could has really signed another story; else it is nobody's word."""
    if not _is_signed(draft, entry, act):
        raise RegistryRefusedError("chain")
    draft.frozen = "registre_contradictoire"
    draft.warn("registre_contradictoire")


def _is_signed(draft: DraftPlan, entry: RegistryEntry, act: AnyAct) -> bool:
    registry, at = draft.after, min(act.n - 1, draft.after.n)
    may = SIGNERS.get(act_type(act), frozenset(ROLES))
    return at >= 0 and all(
        registry.role_at(each.by, at) in may
        and draft.ports.crypto.verify(registry.devices[each.by].cert.sig, "registry", entry.e, each.sig)
        for each in entry.sigs
    )


def _id(entry: bytes) -> bytes:
    return registry_id(read_entry(entry)[0].e)
