"""Somebody else's device, as the store meets it: commits really signed and sealed, from revisions written by a test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.history.model import Name
from mvl_desktop.ports.crypto import BodyContext, DeviceSecrets
from mvl_desktop.ports.store import KeptCommit, OpenedBody, UnitOfWork
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id
from mvl_desktop.protocol.objects import BlobRef, Commit, Entry, Header, Revision

ESPACE = b"E" * 16
Told = str | int | bool | list[str] | None


def revision(
    n: int,
    changes: Mapping[str, Told],
    parents: Sequence[Name] = (),
    *,
    ms: int = 1_795_000_000_000,
    kind: str = "signalement",
    blobs: Sequence[BlobRef] = (),
) -> Revision:
    """Return a revision as it travels."""
    ordered = dict(sorted(changes.items(), key=lambda item: item[0].encode()))
    return Revision(n, kind, sorted(parents), (ms, 0), ordered, list(blobs))


@dataclass
class Author:
    """A device that writes; `keys` are its record keys, one each record."""

    suite: Suite1
    espace: bytes = ESPACE
    device: DeviceSecrets = field(init=False)
    keys: dict[bytes, bytes] = field(default_factory=dict)
    seq: int = 0
    last: bytes = ZERO

    def __post_init__(self) -> None:
        self.device = self.suite.new_device()

    @property
    def id(self) -> bytes:
        return self.device.id

    def key(self, rec: bytes) -> tuple[bytes, bytes]:
        """Return (kc, key) of a record."""
        key = self.keys.setdefault(rec, self.suite.random(32))
        return self.suite.record_commitment(key, rec, 1), key

    def commit(
        self, *revisions: tuple[bytes, Revision], quarantined: bool = False, state: str = "present"
    ) -> KeptCommit:
        """Return the next commit of this chain, its bodies sealed; `state` says what the receiver has of them."""
        self.seq += 1
        entries, bodies = [], []
        for index, (rec, wire) in enumerate(revisions):
            kc, key = self.key(rec)
            context = BodyContext(self.espace, rec, self.id, self.seq, index, kc)
            sealed = self.suite.seal_body(key, context, encode(wire))
            named = [blob.id for blob in wire.blobs]
            entries.append(Entry(rec, wire.n, 1, kc, len(sealed), body_hash(sealed), named))
            bodies.append(
                OpenedBody(
                    state,
                    None if state in ("absent", "erased") else sealed,
                    wire if state == "present" else None,
                )
            )
        header = Header(1, 1, self.espace, self.id, self.seq, self.last, 0, ZERO, entries, None, None, 1)
        signed = encode(header)
        self.last = commit_id(signed)
        commit = encode(Commit(signed, self.suite.sign(self.device.sig, "commit", signed)))
        return KeptCommit(self.last, commit, header, tuple(bodies), quarantined)

    def give_keys(self, uow: UnitOfWork) -> None:
        """Let a post hold every record key made so far."""
        found = [(rec, 1, *self.key(rec)) for rec in self.keys]
        uow.keys.add_record_keys(self.espace, found)
