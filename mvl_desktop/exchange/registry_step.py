"""First step of an arrival: registry entries, verified one by one from what this post has already accepted."""

from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import DeviceSucceed
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry


def take_entries(draft: DraftPlan) -> None:
    """Append the entries that follow ours; two different accepted entries of one number freeze the espace."""
    mine = {_id(entry): entry for entry in draft.uow.espaces.proposed(draft.espace)} if draft.incoming.registry else {}
    for data in draft.incoming.registry:
        try:
            entry, act = read_entry(data)
            id_ = registry_id(entry.e)
            if act.n <= draft.after.n:
                if draft.after.head_at(act.n) != id_:
                    _fork(draft)
                    return
                continue
            if act.n > draft.after.n + 1:
                draft.refuse("registre", "registre_incomplet", id_=id_)
                return
            if act.prev != draft.after.head:
                _fork(draft)
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


def _fork(draft: DraftPlan) -> None:
    draft.frozen = "registre_contradictoire"
    draft.warn("registre_contradictoire")


def _id(entry: bytes) -> bytes:
    return registry_id(read_entry(entry)[0].e)
