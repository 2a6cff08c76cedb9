"""Suite 1 as the port `Crypto`: each call is delegated to the module that knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mvl_desktop.crypto import blobs, bodies, commitments, devices, hpke, keyslots, lots, primitives, segments, xwing
from mvl_desktop.crypto.compression import Compressor
from mvl_desktop.crypto.safety_code import safety_code
from mvl_desktop.crypto.selftest import self_test
from mvl_desktop.ports.crypto import BodyContext, DeviceSecrets
from mvl_desktop.protocol.objects import JournalEntry, JournalSegment, KeySlot, LotForDevice, LotForEpoch

DICTIONARY = Path("dictionaries", "suite1.zdict")


def load_suite1(resources: Path) -> "Suite1":
    """Return the suite with the dictionary of the `resources` folder, once each primitive gave its known answer.

    SelfTestError when one does not, or when the dictionary is not the published one.
    """
    dictionary = (resources / DICTIONARY).read_bytes()
    self_test(dictionary)
    return Suite1(dictionary)


class Suite1:
    """Security 4.1, as one stateless value; it may be shared between threads."""

    def __init__(self, dictionary: bytes) -> None:
        """Take the compression dictionary; CryptoError when it is not the one that belongs to the suite."""
        self._compressor = Compressor(dictionary)

    def random(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""
        return primitives.random(size)

    def new_device(self) -> DeviceSecrets:
        """Make the three key pairs of a device and its certificate."""
        return devices.new_device()

    def sign(self, seed: bytes, tag: str, message: bytes) -> bytes:
        """Sign a message under a tag with an Ed25519 seed."""
        return primitives.sign(seed, tag, message)

    def sign_http(self, seed: bytes, base: bytes) -> bytes:
        """Sign an HTTP signature base with the `auth` seed."""
        return primitives.sign_bare(seed, base)

    def verify(self, public: bytes, tag: str, message: bytes, signature: bytes) -> bool:
        """Say whether the signature holds, for this tag and no other."""
        return primitives.verify(public, tag, message, signature)

    def epoch_commitment(self, key: bytes, espace: bytes, epoch: int) -> bytes:
        """Return kcommit."""
        return commitments.of_epoch(key, espace, epoch)

    def seal_grant(self, key: bytes, kem_public: bytes, espace: bytes, epoch: int, device: bytes) -> bytes:
        """Wrap an epoch key to one device."""
        return hpke.wrap_key(key, kem_public, hpke.grant_info(espace, epoch, device))

    def open_grant(self, grant: bytes, kem_seed: bytes, espace: bytes, epoch: int, device: bytes) -> bytes:
        """Open a grant addressed to this device; CryptoError."""
        return hpke.unwrap_key(grant, kem_seed, hpke.grant_info(espace, epoch, device))

    def seal_escrow(self, key: bytes, espace: bytes, epoch: int, custodians: Sequence[bytes]) -> list[bytes]:
        """Wrap an epoch key to each pair of three custodians; CryptoError."""
        return hpke.escrow(key, hpke.epoch_subject(espace, epoch), custodians)

    def open_escrow(self, sealed: Sequence[bytes], espace: bytes, epoch: int, seeds: Mapping[int, bytes]) -> bytes:
        """Open what two custodians' seeds, by rank, open together; CryptoError."""
        return hpke.open_escrow(sealed, hpke.epoch_subject(espace, epoch), dict(seeds))

    def new_custodian(self) -> tuple[bytes, bytes]:
        """Make the seed of a custodian; return it with its public key."""
        seed = primitives.new_seed()
        return seed, xwing.public_of(seed)

    def custodian_public(self, seed: bytes) -> bytes:
        """Return the public key of a custodian's seed."""
        return xwing.public_of(seed)

    def seed_words(self, seed: bytes) -> list[str]:
        """Write a seed as the 24 French words of a sheet."""
        from mvl_desktop.crypto import words

        return words.write(seed)

    def read_words(self, text: str) -> bytes:
        """Read 24 words as people type them; WordsError."""
        from mvl_desktop.crypto import words

        return words.read(text)

    def record_commitment(self, key: bytes, rec: bytes, ge: int) -> bytes:
        """Return kc."""
        return commitments.of_record(key, rec, ge)

    def seal_slot(self, epoch_key: bytes, espace: bytes, rec: bytes, ge: int, epoch: int, record_key: bytes) -> KeySlot:
        """Wrap a record key under an epoch key."""
        return keyslots.seal_slot(epoch_key, espace, rec, ge, epoch, record_key)

    def open_slot(self, epoch_key: bytes, slot: KeySlot) -> bytes:
        """Open a slot and check the key against its commitment; CryptoError."""
        return keyslots.open_slot(primitives.kept_aead(epoch_key), slot)

    def open_slots(self, epoch_key: bytes, slots: Sequence[KeySlot]) -> list[bytes | None]:
        """Open many slots under one epoch key; None where one does not open."""
        return keyslots.open_slots(epoch_key, slots)

    def seal_body(self, record_key: bytes, context: BodyContext, revision: bytes) -> bytes:
        """Compress, pad and seal a revision's bytes; CryptoError when they do not fit in a body."""
        return bodies.seal_body(self._compressor, record_key, context, revision)

    def open_body(self, record_key: bytes, context: BodyContext, body: bytes) -> bytes:
        """Open, unpad strictly and decompress within bounds; CryptoError."""
        return bodies.open_body(self._compressor, record_key, context, body)

    def seal_blob(self, key: bytes, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Encrypt an attachment of `size` bytes; yields parts of BLOB_PART bytes but the last."""
        return blobs.seal_blob(key, chunks, size)

    def open_blob(self, key: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Decrypt an attachment; CryptoError on truncation, reordering, extension or change."""
        return blobs.open_blob(key, parts)

    def seal_lot_key(self, key: bytes, lid: bytes, kem_public: bytes, device: bytes) -> LotForDevice:
        """Wrap a lot's key to one device."""
        return lots.seal_for_device(key, lid, kem_public, device)

    def seal_lot_key_for_epoch(
        self, key: bytes, lid: bytes, espace: bytes, epoch: int, epoch_key: bytes
    ) -> LotForEpoch:
        """Wrap a lot's key for whoever holds an epoch."""
        return lots.seal_for_epoch(key, lid, espace, epoch, epoch_key)

    def open_lot_key(self, recipient: LotForDevice, lid: bytes, kem_seed: bytes) -> bytes:
        """Open a lot's key addressed to this device; CryptoError."""
        return lots.open_for_device(recipient, lid, kem_seed)

    def open_lot_key_for_epoch(self, recipient: LotForEpoch, lid: bytes, epoch_key: bytes) -> bytes:
        """Open a lot's key with an epoch key; CryptoError."""
        return lots.open_for_epoch(recipient, lid, epoch_key)

    def seal_stream(self, key: bytes, header_hash: bytes, clear: Iterable[bytes]) -> Iterator[bytes]:
        """Encrypt a lot's frames chunk by chunk, bound to the hash of its header."""
        return lots.seal_frames(key, header_hash, clear)

    def open_stream(self, key: bytes, header_hash: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
        """Decrypt chunk by chunk; CryptoError at the first chunk that is not authentic, or at a missing end."""
        return lots.open_frames(key, header_hash, sealed)

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
        return segments.seal_segment(device, day, prev, entries, readers, day_key)

    def open_segment(self, segment: JournalSegment, reader: bytes, kem_seed: bytes) -> list[JournalEntry]:
        """Open a segment as one of its readers; CryptoError."""
        return segments.open_segment(segment, reader, kem_seed)

    def open_segment_with(self, segment: JournalSegment, key: bytes) -> list[JournalEntry]:
        """Open a segment with the key of its day; CryptoError."""
        return segments.open_with(segment, key)

    def seal_line(self, key: bytes, espace: bytes, day: int, entry: JournalEntry) -> bytes:
        """Seal a line of the access register for this post's own store."""
        return segments.seal_line(key, espace, day, entry)

    def open_line(self, key: bytes, espace: bytes, device: bytes, day: int, n: int, sealed: bytes) -> JournalEntry:
        """Open a line at its own place; CryptoError anywhere else."""
        return segments.open_line(key, espace, device, day, n, sealed)

    def seal_note(self, key: bytes, place: bytes, clear: bytes) -> bytes:
        """Seal a few bytes for this post alone, bound to a place."""
        return primitives.seal(primitives.kept_aead(key), clear, b"mvl1/note\0" + place)

    def open_note(self, key: bytes, place: bytes, sealed: bytes) -> bytes:
        """Open what `seal_note` made; CryptoError."""
        return primitives.unseal(primitives.kept_aead(key), sealed, b"mvl1/note\0" + place)

    def mac(self, key: bytes, message: bytes) -> bytes:
        """HMAC-SHA256."""
        return primitives.mac(key, message)

    def same(self, a: bytes, b: bytes) -> bool:
        """Compare two secrets in constant time."""
        return primitives.same(a, b)

    def safety_code(self, founder: bytes, request: bytes, operator: bytes) -> str:
        """Return the code to read aloud: 30 digits in 6 groups."""
        return safety_code(founder, request, operator)
