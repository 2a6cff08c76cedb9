"""What the exchange and the use cases need from cryptography, as one port; `crypto/` is its adapter.

Every failure to open or verify is one error, `CryptoError`, with no detail (security annex B, 4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mvl_desktop.protocol.objects import JournalEntry, JournalSegment, KeySlot, LotForDevice, LotForEpoch


class CryptoError(Exception):
    """Something did not open or did not verify."""


class WordsError(CryptoError):
    """What was typed is no sheet of words. `code`: `mots_nombre`, `mot_inconnu`, `mots_incoherents`.

    `rank` is the place of the first word that is not in the list, from 1; 0 when each is.
    """

    def __init__(self, code: str, rank: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.rank = rank


@dataclass(frozen=True, slots=True)
class DeviceSecrets:
    """The private halves of a device, kept in the store only, and the certificate that says the public ones."""

    id: bytes
    cert: bytes = field(repr=False)
    sig: bytes = field(repr=False)
    auth: bytes = field(repr=False)
    kem: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BodyContext:
    """Where a body stands: everything its seal is bound to."""

    espace: bytes
    rec: bytes
    device: bytes
    seq: int
    index: int
    kc: bytes


class Crypto(Protocol):
    """Suite 1 (security 4.1). Stateless; keys come in and go out as bytes."""

    def random(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""

    def new_device(self) -> DeviceSecrets:
        """Make the three key pairs of a device and its certificate."""

    def sign(self, seed: bytes, tag: str, message: bytes) -> bytes:
        """Sign a message under a tag with an Ed25519 seed."""

    def sign_http(self, seed: bytes, base: bytes) -> bytes:
        """Sign an HTTP signature base with the `auth` seed (no tag of ours: RFC 9421 carries its own)."""

    def verify(self, public: bytes, tag: str, message: bytes, signature: bytes) -> bool:
        """Say whether the signature holds, for this tag and no other."""

    def epoch_commitment(self, key: bytes, espace: bytes, epoch: int) -> bytes:
        """Return kcommit: what the registry says of an epoch key."""

    def seal_grant(self, key: bytes, kem_public: bytes, espace: bytes, epoch: int, device: bytes) -> bytes:
        """Wrap an epoch key to one device."""

    def open_grant(self, grant: bytes, kem_seed: bytes, espace: bytes, epoch: int, device: bytes) -> bytes:
        """Open a grant addressed to this device; CryptoError."""

    def seal_escrow(self, key: bytes, espace: bytes, epoch: int, custodians: Sequence[bytes]) -> list[bytes]:
        """Wrap an epoch key to each pair of three custodians (their X-Wing public keys); CryptoError."""

    def open_escrow(self, sealed: Sequence[bytes], espace: bytes, epoch: int, seeds: Mapping[int, bytes]) -> bytes:
        """Open what two custodians' seeds, by rank, open together; CryptoError."""

    def new_custodian(self) -> tuple[bytes, bytes]:
        """Make the seed of a custodian; return it with its public key."""

    def custodian_public(self, seed: bytes) -> bytes:
        """Return the public key of a custodian's seed."""

    def seed_words(self, seed: bytes) -> list[str]:
        """Write a seed as the 24 French words of a sheet."""

    def read_words(self, text: str) -> bytes:
        """Read 24 words as people type them; WordsError says which one is wrong."""

    def record_commitment(self, key: bytes, rec: bytes, ge: int) -> bytes:
        """Return kc: what every entry says of the key that seals it."""

    def seal_slot(self, epoch_key: bytes, espace: bytes, rec: bytes, ge: int, epoch: int, record_key: bytes) -> KeySlot:
        """Wrap a record key under an epoch key."""

    def open_slot(self, epoch_key: bytes, slot: KeySlot) -> bytes:
        """Open a slot and check the key against its commitment; CryptoError."""

    def open_slots(self, epoch_key: bytes, slots: Sequence[KeySlot]) -> list[bytes | None]:
        """Open many slots under one epoch key; None where one does not open."""

    def seal_body(self, record_key: bytes, context: BodyContext, revision: bytes) -> bytes:
        """Compress, pad and seal a revision's bytes."""

    def open_body(self, record_key: bytes, context: BodyContext, body: bytes) -> bytes:
        """Open, unpad strictly and decompress within bounds; CryptoError."""

    def seal_blob(self, key: bytes, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Encrypt an attachment of `size` bytes; yields ciphertext parts of BLOB_PART bytes but the last."""

    def open_blob(self, key: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Decrypt an attachment; CryptoError on truncation, reordering, extension or change."""

    def seal_lot_key(self, key: bytes, lid: bytes, kem_public: bytes, device: bytes) -> LotForDevice:
        """Wrap a lot's key to one device."""

    def seal_lot_key_for_epoch(
        self, key: bytes, lid: bytes, espace: bytes, epoch: int, epoch_key: bytes
    ) -> LotForEpoch:
        """Wrap a lot's key for whoever holds an epoch."""

    def open_lot_key(self, recipient: LotForDevice, lid: bytes, kem_seed: bytes) -> bytes:
        """Open a lot's key addressed to this device; CryptoError."""

    def open_lot_key_for_epoch(self, recipient: LotForEpoch, lid: bytes, epoch_key: bytes) -> bytes:
        """Open a lot's key with an epoch key; CryptoError."""

    def seal_stream(self, key: bytes, header_hash: bytes, clear: Iterable[bytes]) -> Iterator[bytes]:
        """Encrypt a lot's frames chunk by chunk (STREAM, 256 KiB), bound to the hash of its header."""

    def open_stream(self, key: bytes, header_hash: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
        """Decrypt chunk by chunk; each chunk is authentic when it is given, CryptoError at the first that is not.

        A stream that ends before its last chunk ends in CryptoError after every authentic chunk was given.
        """

    def seal_segment(
        self,
        device: bytes,
        day: int,
        prev: bytes,
        entries: Sequence[JournalEntry],
        readers: dict[bytes, bytes],
        day_key: bytes | None = None,
    ) -> JournalSegment:
        """Seal lines of one day to the devices whose X-Wing public keys are given."""

    def open_segment(self, segment: JournalSegment, reader: bytes, kem_seed: bytes) -> list[JournalEntry]:
        """Open a segment as one of its readers; CryptoError."""

    def open_segment_with(self, segment: JournalSegment, key: bytes) -> list[JournalEntry]:
        """Open a segment with the key of its day; CryptoError."""

    def seal_line(self, key: bytes, espace: bytes, day: int, entry: JournalEntry) -> bytes:
        """Seal a line of the access register for this post's own store, bound to its place."""

    def open_line(self, key: bytes, espace: bytes, device: bytes, day: int, n: int, sealed: bytes) -> JournalEntry:
        """Open a line at its own place; CryptoError anywhere else."""

    def seal_note(self, key: bytes, place: bytes, clear: bytes) -> bytes:
        """Seal a few bytes for this post alone, bound to a place."""

    def open_note(self, key: bytes, place: bytes, sealed: bytes) -> bytes:
        """Open what `seal_note` made; CryptoError."""

    def mac(self, key: bytes, message: bytes) -> bytes:
        """HMAC-SHA256."""

    def same(self, a: bytes, b: bytes) -> bool:
        """Compare two secrets in constant time."""

    def safety_code(self, founder: bytes, request: bytes, operator: bytes) -> str:
        """Return the code de sûreté: 30 digits in 6 groups, a stretched hash of what both sides must agree on."""
