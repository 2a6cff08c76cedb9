"""Last things of an arrival: signed words about what is kept elsewhere. Receipts, acknowledgements, checkpoints."""

from mvl_desktop.exchange import witnesses
from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.plan import AttestedReceipt
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, VERSION, Checkpoint, EpochDestroyed, EraseAck, Receipt, Signed
from mvl_desktop.protocol.registry import Registry

RECEIPT_LIMIT = 256 << 10


def take_words(draft: DraftPlan) -> None:
    """Verify receipts, acknowledgements and checkpoints; those that do not verify are refused, and change nothing."""
    for data in draft.incoming.receipts:
        receipt = read_receipt(draft.ports, draft.after, data)
        if receipt is None:
            draft.refuse("recepisse", "recepisse_invalide")
        else:
            draft.receipts.append(receipt)
    for data in draft.incoming.acks:
        if _is_ack(draft, data):
            draft.acks.append(data)
        else:
            draft.refuse("acquit", "signature")
    for data in draft.incoming.checkpoints:
        compare_checkpoint(draft, data)


def read_receipt(ports: Ports, registry: Registry, data: bytes) -> AttestedReceipt | None:
    """Return a receipt whose signature holds, of the service or of a device of this espace; None otherwise."""
    try:
        signed = decode(data, Signed, RECEIPT_LIMIT)
        receipt = decode(signed.o, Receipt, RECEIPT_LIMIT)
    except ProtocolError:
        return None
    if receipt.v != VERSION or receipt.espace != registry.espace or receipt.by != signed.by:
        return None
    key = registry.service_key
    if signed.by is not None:
        device = registry.devices.get(signed.by)
        key = device.cert.sig if device else None
    if key is None or not ports.crypto.verify(key, "receipt", signed.o, signed.s):
        return None
    return AttestedReceipt(receipt.by, receipt, data)


def read_checkpoint(ports: Ports, registry: Registry, data: bytes) -> Checkpoint | None:
    """Return a checkpoint that the espace's service signed; None otherwise."""
    try:
        signed = decode(data, Signed, SMALL_LIMIT)
        checkpoint = decode(signed.o, Checkpoint, SMALL_LIMIT)
    except ProtocolError:
        return None
    if checkpoint.v != VERSION or checkpoint.espace != registry.espace:
        return None
    if signed.by is not None or registry.service_key is None:
        return None
    good = ports.crypto.verify(registry.service_key, "checkpoint", signed.o, signed.s)
    return checkpoint if good else None


def compare_checkpoint(draft: DraftPlan, data: bytes) -> None:
    """Compare what the service told somebody else with what it told us: another root of one number is two histories."""
    told = read_checkpoint(draft.ports, draft.after, data)
    if told is None or witnesses.is_of_before(draft.uow, draft.espace, told):
        return
    n, root = draft.uow.exchange.root(draft.espace)
    kept = draft.uow.exchange.checkpoint(draft.espace)
    ours = {n: root}
    if kept is not None and (mine := read_checkpoint(draft.ports, draft.after, kept)) is not None:
        ours[mine.n] = mine.root
    if told.n in ours and ours[told.n] != told.root:
        draft.warn("historique_divergent")
        draft.frozen = "historique_divergent"
    elif told.n > max(ours):
        draft.witness = data


def _is_ack(draft: DraftPlan, data: bytes) -> bool:
    """Whether an acknowledgement is signed by the device that it speaks for."""
    try:
        signed = decode(data, Signed, SMALL_LIMIT)
        ack = read_ack(signed.o)
    except ProtocolError:
        return False
    device = draft.after.devices.get(ack.device)
    if device is None or signed.by != ack.device or ack.espace != draft.espace:
        return False
    return draft.ports.crypto.verify(device.cert.sig, "ack", signed.o, signed.s)


def read_ack(data: bytes) -> EraseAck | EpochDestroyed:
    """Read either kind of acknowledgement; ProtocolError."""
    try:
        erase = decode(data, EraseAck, SMALL_LIMIT)
    except ProtocolError:
        destroyed = decode(data, EpochDestroyed, SMALL_LIMIT)
        if destroyed.kind != "epoch":
            raise
        return destroyed
    if erase.kind != "erase":
        raise ProtocolError
    return erase
