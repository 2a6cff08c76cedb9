"""What the exchange and the use cases need from the local store. One unit of work is one transaction.

Identifiers are raw bytes here: an espace and a record are 16 bytes, a commit 32. A record is found by its `rec`
alone (random, unique across espaces). Everything read through a unit of work is as of its transaction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from mvl_desktop.history.model import Name, RecordState, Revision, Value
from mvl_desktop.ports.counting import Counts
from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.ports.journal import JournalLog
from mvl_desktop.protocol.objects import BlobRef, ErasedBody, Header, KeySlot
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.protocol.registry import Registry

GONE_BACK = "retour"
"""The local setting that says why this store is an older state of its post: it reads only until it took up again."""

HITS_COUNTED = 1000
"""How far the answers of a search are counted."""


class StoreError(Exception):
    """The store said no, for the reason that `code` names; nothing of the unit of work under way was kept."""

    code: str = "magasin_endommage"


class LimitError(StoreError):
    """A bound was reached: what waits is kept, and nothing more is taken until some of it is placed."""

    code = "attente_pleine"


class OlderStateError(StoreError):
    """This store is an older state of its post: it reads, and writes nothing before its post has taken up again."""

    code = "poste_restaure"


@dataclass(frozen=True, slots=True)
class Espace:
    """An espace that this post knows. Its name and the tie of a compartment come from the invitation: local only."""

    id: bytes
    name: str
    founder: bytes
    compartment_of: bytes | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last commit of a device in an espace. `n` is the last revision count that its chain named (0: none)."""

    seq: int
    id: bytes
    regn: int
    n: int = 0


@dataclass(frozen=True, slots=True)
class Pending:
    """A revision of this post that is in no commit yet."""

    rec: bytes
    n: int
    clear: bytes = field(repr=False)
    revision: WireRevision = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedBody:
    """A body of a commit, parallel to the header's entry of the same index.

    `state` is one of `present` (revision given), `absent` (not received yet), `erased`, `no_key` (bytes kept, key
    not there yet), `set_aside` (refused by choice) or `unreadable` (opened to something that is no revision of ours:
    kept, listed, never applied). `held` is not a state: whether parents are missing is computed from the graph.
    """

    state: str
    sealed: bytes | None = field(repr=False, default=None)
    revision: WireRevision | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class KeptCommit:
    """A verified commit with what is known of its bodies, ready to be kept."""

    id: bytes
    commit: bytes = field(repr=False)
    header: Header = field(repr=False)
    bodies: tuple[OpenedBody, ...] = ()
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class StoredCommit:
    """A commit as it lies in the store: its bytes, and the sealed bodies that are there, by hash."""

    id: bytes
    commit: bytes = field(repr=False)
    header: Header = field(repr=False)
    bodies: Mapping[bytes, bytes] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as people see it: the state of its history, and where it stands."""

    espace: bytes
    rec: bytes
    kind: str
    state: RecordState
    sending: str
    created_ms: int
    updated_ms: int
    created_by: bytes
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list: the projected columns by field name."""

    espace: bytes
    rec: bytes
    kind: str
    sending: str
    updated_ms: int
    conflicts: int
    values: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search."""

    espace: bytes
    rec: bytes
    kind: str
    title: str = field(repr=False)
    excerpt: str = field(repr=False)
    piece: str = field(default="", repr=False)
    """The file whose text was found, when the record's own words were not."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A field that somebody has to decide. `since_ms`: when a second value came to stand against the first.

    `number` is the record's local id (for `rows`); `devices` gave the values that stand.
    """

    espace: bytes
    rec: bytes
    number: int
    kind: str
    key: str
    since_ms: int
    devices: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that another post did with what this one wrote in a record.

    `key` is `arbitrages/<id>` for a decision that did not keep its value, `deplace_vers` for a record that moved.
    """

    espace: bytes
    rec: bytes
    kind: str
    key: str
    by: bytes
    at_ms: int


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows. `text`: prefix words, without accents.

    `filters`: pairs of the same field are alternatives (a set holds any of them), different fields all hold; `champ>=`
    and `champ<=` bound a date or a number; an empty value means not filled. Besides the fields that lists are filtered
    by, those of elements included (`groupe/champ`): `etat_envoi`, `conflits` (`oui` or `non`), `espace` (its id in
    hexadecimal). A field or a bound that makes no sense is a StoreError (filtre_impossible).

    `order` is a field name, `-` before it for descending; by default the latest change first; `modifie` is the latest
    change, `arrivee` the order in which records came to this post. `only`: the records that may be shown, when they are
    already known. `limit`: how many ids at most, the first in the order; None for all.
    """

    kind: str
    filters: tuple[tuple[str, str], ...] = ()
    text: str = ""
    order: str = ""
    espace: bytes | None = None
    only: frozenset[bytes] | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is typing. Local only. `parents` are the heads that the form showed; `seen` the flat values.

    `values` is the whole form in the nested shape of the command line, as JSON text.
    """

    id: bytes
    espace: bytes
    rec: bytes | None
    kind: str
    parents: tuple[Name, ...]
    seen: Mapping[str, Value] = field(repr=False)
    values: str = field(repr=False)
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """An attachment that a revision names."""

    ref: BlobRef = field(repr=False)
    espace: bytes
    rec: bytes
    complete: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one of this post's commits went: the service (`lid` None) or a lot; and the receipt that came back."""

    commit: bytes
    channel: str
    lid: bytes | None
    lot_number: int | None
    sent_ms: int
    receipt: bytes | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot sent (`by` is this post) or received."""

    lid: bytes
    by: bytes
    seq: int
    prev: bytes
    at_ms: int
    recipient: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person must know: a closed code, an espace, a device, a count; shown until acknowledged."""

    id: int
    code: str
    espace: bytes
    device: bytes | None
    count: int
    at_ms: int


class Identity(Protocol):
    """Who this post is."""

    def device(self) -> DeviceSecrets:
        """Return the keys of this post."""

    def replace_device(self, secrets: DeviceSecrets) -> None:
        """Become another device (after a restore or a clone)."""

    def get(self, name: str) -> str | None:
        """Return a local setting kept in the store (the post's name, its short code, the clock's last value…)."""

    def set(self, name: str, value: str) -> None:
        """Keep a local setting."""


class Espaces(Protocol):
    """The espaces this post knows, and their registries."""

    def all(self) -> list[Espace]:
        """Return every espace known, by name."""

    def get(self, espace: bytes) -> Espace | None:
        """Return one espace."""

    def add(self, espace: Espace) -> None:
        """Begin to know an espace."""

    def update(self, espace: Espace) -> None:
        """Change what is local to an espace: its name as shown, its service."""

    def registry(self, espace: bytes) -> Registry:
        """Return the folded registry, as far as it is accepted. The caller must not keep it across transactions."""

    def entries(self, espace: bytes, start: int = 0) -> list[bytes]:
        """Return the registry's accepted entries from number `start`."""

    def append(self, espace: bytes, entries: Sequence[bytes]) -> None:
        """Keep entries that the registry has just accepted (already verified); quarantine is evaluated anew."""

    def propose(self, espace: bytes, entry: bytes) -> None:
        """Keep an entry of one's own that has no effect yet (rule 10)."""

    def proposed(self, espace: bytes) -> list[bytes]:
        """Return one's own entries still without effect."""

    def withdraw(self, espace: bytes, entry: bytes) -> None:
        """Forget a proposed entry: accepted, or lost a race."""


class Keys(Protocol):
    """Epoch keys, record keys, slots and grants."""

    def epoch_key(self, espace: bytes, epoch: int) -> bytes | None:
        """Return an epoch's key, when this post holds it."""

    def epochs(self, espace: bytes) -> list[int]:
        """Return the epochs whose key this post holds."""

    def add_epoch_key(self, espace: bytes, epoch: int, key: bytes) -> None:
        """Keep an epoch's key."""

    def destroy_epoch(self, espace: bytes, epoch: int) -> None:
        """Forget an epoch's key and its grants, and mark it dead for ever (rule 1)."""

    def dead_epochs(self, espace: bytes) -> frozenset[int]:
        """Return the epochs that must never be opened again."""

    def add_grants(self, espace: bytes, grants: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Keep grants and escrows (epoch, holder, ciphertext) to hand over; those of dead epochs are dropped."""

    def grants(self, espace: bytes, device: bytes | None = None) -> list[tuple[int, bytes, bytes]]:
        """Return the grants kept, of one device or of all."""

    def escrows(self, espace: bytes) -> list[tuple[int, bytes, bytes]]:
        """Return the escrows kept (epoch, pair of custodians, ciphertext)."""

    def record_keys(self, espace: bytes, kcs: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the record keys held for these commitments."""

    def add_record_keys(self, espace: bytes, keys: Sequence[tuple[bytes, int, bytes, bytes]]) -> None:
        """Keep record keys (rec, ge, kc, key)."""

    def sealing_keys(self, espace: bytes, recs: Iterable[bytes], ge: int) -> dict[bytes, tuple[bytes, bytes]]:
        """Return (kc, key) to seal with: made here, or read from a verified commit of that ge (rule 2)."""

    def add_slots(self, espace: bytes, slots: Sequence[tuple[KeySlot, bytes]], *, ours: bool = False) -> int:
        """Keep slots (decoded, bytes) not known yet, bounded per (rec, ge) and as a whole; return how many were new."""

    def slots_for(self, espace: bytes, kcs: Iterable[bytes]) -> list[bytes]:
        """Return the bytes of the best slot kept for each commitment (the latest epoch)."""

    def unopened(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[KeySlot]:
        """Return slots under this epoch whose record key is not held yet."""

    def to_rewrap(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[tuple[bytes, int, bytes, bytes]]:
        """Return (rec, ge, kc, key) that a kept commit names and that have no slot under `epoch` (rule 2)."""

    def slots_to_push(self, espace: bytes, limit: int = 1_000) -> list[tuple[int, bytes]]:
        """Return (local id, bytes) of the slots made here that no service is known to hold."""

    def slots_pushed(self, ids: Iterable[int]) -> None:
        """Note that the service holds these slots."""


class Log(Protocol):
    """Revisions, commits and bodies: what is never overwritten."""

    def next_n(self, espace: bytes) -> int:
        """Return the next count of this post's revisions in an espace."""

    def add_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        """Keep a revision of this post, in no commit yet; projection and search follow in the same transaction."""

    def replace_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        """Replace an unsealed revision of this post by its folded form (rule 9 was checked by the caller)."""

    def drop_local(self, espace: bytes, rec: bytes, n: int) -> None:
        """Remove an unsealed revision (its record was erased)."""

    def unsealed(self, espace: bytes, limit: int = 512) -> list[Pending]:
        """Return this post's revisions that are in no commit, oldest first."""

    def unsent(self, rec: bytes) -> frozenset[int]:
        """Return the numbers of this post's revisions of a record that the service is not known to hold."""

    def seal(self, commit: KeptCommit) -> None:
        """Keep a commit of this post: its revisions are sealed now, the chain moves, it waits to be pushed."""

    def chain(self, espace: bytes, device: bytes) -> ChainHead | None:
        """Return the last verified commit of a device, None before its first."""

    def chains(self, espace: bytes) -> dict[bytes, ChainHead]:
        """Return every device's last verified commit."""

    def known(self, espace: bytes, ids: Iterable[bytes]) -> set[bytes]:
        """Return which of these commits are kept."""

    def keep(self, espace: bytes, commits: Sequence[KeptCommit]) -> frozenset[bytes]:
        """Keep verified commits, in chain order; returns the records touched, projected anew.

        The record keys of bodies that are `present` must be held before: the store opens them again when it reads.
        """

    def fill(self, espace: bytes, bodies: Mapping[bytes, OpenedBody]) -> frozenset[bytes]:
        """Give bodies (by hash) to headers already kept: late, or opened now that the key is there."""

    def awaited(self, espace: bytes, hashes: Iterable[bytes]) -> list[tuple[bytes, Header, int]]:
        """Return (commit id, header, index) of kept headers' bodies, among these hashes, that are not present here."""

    def waiting_for_key(self, espace: bytes, limit: int = 10_000) -> list[tuple[bytes, Header, int, bytes]]:
        """Return (commit id, header, index, sealed body) of bodies kept without their key."""

    def hold(self, espace: bytes, commit: bytes, header: Header, bodies: Mapping[bytes, bytes]) -> None:
        """Keep a commit that cannot be placed yet (a gap before it, or a registry not reached). Bounded: LimitError."""

    def held(self, espace: bytes) -> list[StoredCommit]:
        """Return the commits held back, by device and seq."""

    def held_names(self, espace: bytes) -> dict[bytes, bytes]:
        """Return the ids of the commits held back, and who signed each."""

    def absent(self, espace: bytes, limit: int = 1_000) -> list[tuple[bytes, Header, bytes]]:
        """Return (commit id, header, body hash) of bodies that did not come with what the service gave."""

    def release(self, espace: bytes, ids: Iterable[bytes]) -> None:
        """Forget held commits that were placed or refused."""

    def commits(self, espace: bytes, ids: Iterable[bytes]) -> list[StoredCommit]:
        """Return commits with their sealed bodies."""

    def lacking(self, espace: bytes, limit: int = 64) -> list[StoredCommit]:
        """Return commits (whoever signed them) that the service is not known to hold, in chain order."""

    def lacking_count(self, espace: bytes) -> int:
        """Return how many commits the service is not known to hold."""

    def at_service(self, espace: bytes, ids: Iterable[bytes], receipt: bytes | None) -> None:
        """Note that the service holds these commits: by its receipt, or because it gave them."""

    def lose(self, espace: bytes, held: Collection[bytes]) -> int:
        """Note that the service, brought back to a backup, holds these commits alone.

        Any other is lacking again, and attested by the service no more. Returns how many.
        """

    def for_lot(self, espace: bytes, recipient: bytes | None) -> Iterator[StoredCommit]:
        """Give, in chain order, the commits that `recipient` (None: anybody) has not acknowledged."""

    def unseen_by(self, espace: bytes, recipients: Iterable[bytes]) -> list[bytes]:
        """Return, in chain order, the commits that one of these devices at least has not acknowledged.

        It has when it signed it, attested it by a receipt, or said in a `seen` vector that it was there.
        """

    def quarantine(self, espace: bytes) -> list[StoredCommit]:
        """Return the commits in quarantine."""

    def revisions(self, rec: bytes) -> list[Revision]:
        """Return a record's revisions as history knows them: present and not quarantined, erased ones as places."""

    def origins(self, rec: bytes) -> dict[Name, tuple[int, bytes | None]]:
        """Return for each revision of a record its technical time (ms) and the commit that carries it."""

    def erase_record(self, espace: bytes, rec: bytes) -> list[bytes]:
        """Forget bodies, keys, slots, projections, search rows and drafts of a record; returns blob ids to forget."""

    def forget_content(self, espace: bytes) -> list[bytes]:
        """Forget the bodies, keys, slots, projections and drafts over records of an espace; returns blob ids to forget.

        Headers stay, and their bodies are awaited: what is given again fills them. What this post signed and nobody
        has attested stays whole, to be handed over.
        """

    def erase_bodies(self, espace: bytes, rec: bytes, bodies: Sequence[ErasedBody]) -> None:
        """Forget single revisions; their places in the graph stay."""


class Records(Protocol):
    """What people read: the projections."""

    def get(self, rec: bytes) -> RecordView | None:
        """Return one record."""

    def ids(self, query: Query) -> Sequence[int]:
        """Return the local ids that a query shows, in order (a list of 100 000 opens on these alone)."""

    def rows(self, kind: str, local_ids: Sequence[int]) -> list[ListRow | None]:
        """Return the lines of these local ids, in their order; None where one is gone."""

    def count(self, query: Query) -> int:
        """Return how many records a query shows."""

    def search(self, text: str, kind: str | None = None, limit: int = 50) -> tuple[int, list[Hit]]:
        """Search while typing: every word as a prefix, without accents, newest first. Returns (total, hits).

        What the text of an attachment alone holds comes after what records hold themselves. The total is counted up to
        HITS_COUNTED: as many means at least as many.
        """

    def conflicts(self) -> list[tuple[bytes, bytes, str, str]]:
        """Return (espace, rec, kind, key) of every field that somebody has to decide."""

    def undecided(self) -> list[Undecided]:
        """Return every field that somebody has to decide, the oldest disagreement first: nothing is opened."""

    def told(self) -> list[Told]:
        """Return what others did with what this post wrote, latest first: nothing is opened."""

    def unsent(self) -> list[tuple[bytes, str, str, int]]:
        """Return (rec, kind, sending state, since ms) of what has not been attested."""

    def waiting(self, without: Collection[str]) -> tuple[int, int | None]:
        """Return how many records, those of some kinds apart, nobody attested, and since when the oldest waits (ms)."""

    def standing(self, without: Collection[str]) -> Mapping[str, int]:
        """Return how many records, those of some kinds apart, nobody attested, by sending state; none is left out."""

    def found_in_pieces(self, text: str, local_ids: Collection[int]) -> dict[int, str]:
        """Return, among these local ids, those that only the text of an attachment holds, and the file's name."""

    def find(self, kind: str, espace: bytes | None = None) -> list[bytes]:
        """Return the records of a kind (few of them: postes, espaces)."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A record as others are compared with it: its local id, and the packed traits that a caller drew from it."""

    id: int
    espace: bytes
    rec: bytes
    traits: bytes = field(repr=False)


class Likenesses(Protocol):
    """What records are compared by: traits drawn from them, and keys under which those that share one are found.

    A projection like the others, filled when somebody compares: a record that changed is forgotten here, and due.
    """

    def due(self, kinds: Collection[str], version: int, limit: int) -> list[bytes]:
        """Return records of these kinds without traits of this version, the newest first."""

    def due_count(self, kinds: Collection[str], version: int) -> int:
        """Return how many they are."""

    def keep(self, version: int, drawn: Sequence[tuple[bytes, bytes, Sequence[int]]]) -> None:
        """Keep (rec, packed traits, keys), in the place of what was kept; empty traits are compared with nothing."""

    def sharing(self, key: int, limit: int) -> list[int]:
        """Return the local ids of the records under a key, at most `limit`."""

    def get(self, local_ids: Iterable[int]) -> dict[int, Comparable]:
        """Return what is kept of records, by local id; what is due, or compared with nothing, is left out."""

    def find(self, recs: Iterable[bytes]) -> dict[bytes, int]:
        """Return the local ids of records that have traits."""

    def before(self, local_id: int | None, limit: int) -> list[int]:
        """Return the local ids of records that have traits, the newest first, from before one (None: from the last)."""


@dataclass(frozen=True, slots=True)
class TextState:
    """What came of the reading of an attachment: why it gave no text (empty: it did), and whether some was left out."""

    reason: str
    cut: bool


@dataclass(frozen=True, slots=True)
class TextCounts:
    """How many attachments gave their text, gave none, and are still to be read."""

    read: int
    refused: int
    due: int


class PieceTexts(Protocol):
    """The text of attachments, searched with the rest: kept as long as a record names them and their content is here.

    Derived, like projections: what is lost is read anew.
    """

    def due(self, version: int, limit: int) -> list[bytes]:
        """Return the attachments that were not read by a reader of this version, the newest first."""

    def keep(self, blob: bytes, version: int, reason: str, text: str, *, cut: bool) -> None:
        """Keep what was read of an attachment, in the place of what was; nothing when no record names it."""

    def states(self, blobs: Iterable[bytes]) -> dict[bytes, TextState]:
        """Return what came of the reading of attachments; those that nobody read yet are left out."""

    def counts(self, version: int) -> TextCounts:
        """Return how many attachments were read, gave no text, and are still to be read."""


class Drafts(Protocol):
    """What is being typed. Local, encrypted like the rest."""

    def save(self, draft: Draft) -> None:
        """Keep a draft, replacing its former self."""

    def get(self, draft: bytes) -> Draft | None:
        """Return one draft."""

    def all(self) -> list[Draft]:
        """Return every draft, latest first."""

    def delete(self, draft: bytes) -> None:
        """Forget a draft."""


class Preferences(Protocol):
    """What somebody chose for this post alone: saved searches, columns, followed records. Text, encrypted, local."""

    def get(self, key: str) -> str | None:
        """Return what is kept under a key."""

    def set(self, key: str, text: str | None) -> None:
        """Keep a text under a key, in the place of the former one; None forgets it."""

    def all(self, prefix: str) -> dict[str, str]:
        """Return what is kept under the keys that begin so, by key."""


class Blobs(Protocol):
    """Attachments, sealed, in parts of BLOB_PART."""

    def add(self, espace: bytes, rec: bytes, ref: BlobRef) -> None:
        """Know an attachment (its parts may come later)."""

    def get(self, blob: bytes) -> BlobInfo | None:
        """Return what is known of an attachment."""

    def put_part(self, blob: bytes, index: int, data: bytes) -> None:
        """Keep one sealed part."""

    def rename(self, blob: bytes, ref: BlobRef) -> None:
        """Give the attachment kept under a provisional identifier the one that its content has, known at the end."""

    def finish(self, blob: bytes) -> bool:
        """Check the whole against its identifier; False (and the parts are dropped) when it differs."""

    def parts(self, blob: bytes) -> Iterator[bytes]:
        """Give the sealed parts in order."""

    def part_indexes(self, blob: bytes) -> list[int]:
        """Return which parts are there."""

    def incomplete(self, espace: bytes) -> list[BlobInfo]:
        """Return the attachments named by a revision and not wholly there."""

    def forget(self, blobs: Iterable[bytes]) -> None:
        """Remove attachments."""


class ExchangeState(Protocol):
    """Where the exchanges stand."""

    def position(self, espace: bytes, what: str) -> int:
        """Return a position in the service's numbering: `feed`, `slots`, `registry`…; 0 at first."""

    def move(self, espace: bytes, what: str, position: int) -> None:
        """Move a position."""

    def checkpoint(self, espace: bytes) -> bytes | None:
        """Return the service's last signed word on an espace."""

    def keep_checkpoint(self, espace: bytes, checkpoint: bytes) -> None:
        """Keep the service's word."""

    def root(self, espace: bytes) -> tuple[int, bytes]:
        """Return (n, root): the fold of the commit ids received in the service's order."""

    def set_root(self, espace: bytes, n: int, root: bytes) -> None:
        """Move the fold."""

    def number(self, espace: bytes, first: int, ids: Sequence[bytes]) -> None:
        """Remember to what the service gave these numbers, from `first` on; what held them before is forgotten."""

    def numbered(self, espace: bytes) -> list[bytes]:
        """Return what the service has numbered, from 1 on, as far as no number is missing."""

    def forget_numbers(self, espace: bytes, after: int) -> None:
        """Forget what was numbered after `after`: the service has gone back."""

    def deliver(self, commits: Iterable[bytes], lot: LotRow) -> None:
        """Note that these commits left in a lot; nothing is attested by it."""

    def bring(self, commits: Iterable[bytes], lid: bytes) -> None:
        """Note that a lot kept by `keep_lot` brought these commits of others."""

    def brought(self, commits: Iterable[bytes]) -> Mapping[bytes, LotRow | None]:
        """Return how commits of others came here: the first lot that brought each, None for the service.

        One that came otherwise, or by a lot that was not kept, is absent.
        """

    def receive_receipt(
        self, espace: bytes, by: bytes | None, lid: bytes | None, ids: Sequence[bytes], receipt: bytes
    ) -> int:
        """Note a verified receipt; returns how many commits it attests for the first time."""

    def deliveries(self, rec: bytes) -> list[Delivery]:
        """Return where the commits of a record went."""

    def next_lot(self, recipient: str) -> tuple[int, bytes]:
        """Return (seq, prev) of the next lot that this post writes for these readers; prev: H("lot", its last lid)."""

    def keep_lot(self, lot: LotRow) -> None:
        """Remember a lot, sent or received."""

    def lots_from(self, device: bytes) -> list[LotRow]:
        """Return the lots received from a device, by seq."""

    def seen(self, espace: bytes) -> dict[bytes, int]:
        """Return what this post's own last `seen` vector said."""

    def keep_seen(self, espace: bytes, seen: Mapping[bytes, int]) -> None:
        """Remember what was said."""

    def claim(self, espace: bytes, by: bytes, seen: Mapping[bytes, int]) -> None:
        """Remember what another device said that it had seen."""

    def claims(self, espace: bytes) -> dict[bytes, int]:
        """Return, for each device, the highest seq that anybody said exists."""

    def alarm(self, code: str, espace: bytes, device: bytes | None = None, count: int = 1) -> None:
        """Raise an alarm once; the same code, espace and device update its count."""

    def alarms(self) -> list[Alarm]:
        """Return the alarms not acknowledged."""

    def acknowledge(self, alarm: int) -> None:
        """Put an alarm away."""

    def keep_ack(self, espace: bytes, ack: bytes) -> bool:
        """Keep a signed acknowledgement (erase executed, epoch destroyed); False when known."""

    def acks(self, espace: bytes) -> list[bytes]:
        """Return the acknowledgements kept."""

    def keep_invitation(self, iid: bytes, invitation: bytes) -> None:
        """Remember an invitation made or received."""

    def invitation(self, iid: bytes) -> bytes | None:
        """Return an invitation still usable."""

    def use_invitation(self, iid: bytes) -> None:
        """An invitation serves once."""


class UnitOfWork(Protocol):
    """One transaction: everything is undone unless `commit()` was called. Opened by `with`."""

    @property
    def identity(self) -> Identity:
        """Return who this post is."""

    @property
    def espaces(self) -> Espaces:
        """Return the espaces and their registries."""

    @property
    def keys(self) -> Keys:
        """Return the keys."""

    @property
    def log(self) -> Log:
        """Return the log."""

    @property
    def records(self) -> Records:
        """Return the projections."""

    @property
    def counts(self) -> Counts:
        """Return what statistics count."""

    @property
    def likenesses(self) -> Likenesses:
        """Return what records are compared by."""

    @property
    def piece_texts(self) -> PieceTexts:
        """Return the text of attachments."""

    @property
    def drafts(self) -> Drafts:
        """Return the drafts."""

    @property
    def preferences(self) -> Preferences:
        """Return what somebody chose for this post alone."""

    @property
    def blobs(self) -> Blobs:
        """Return the attachments."""

    @property
    def exchange(self) -> ExchangeState:
        """Return where the exchanges stand."""

    @property
    def journal(self) -> JournalLog:
        """Return the journal of access."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *exc: object) -> None:
        """End; undo unless committed."""

    def commit(self) -> None:
        """Make everything since `with` durable."""


class Store(Protocol):
    """The opened local store. One process, one writer."""

    def work(self, *, bulk: bool = False) -> UnitOfWork:
        """Begin a unit of work (writes; serialised). `bulk`: what can be received again (synchronous NORMAL)."""

    def read(self) -> UnitOfWork:
        """Begin a unit of work that only reads, beside the writer."""

    def check(self, *, thorough: bool = False) -> list[str]:
        """Return the problems found in the store, as codes; empty when all is well."""

    def rebuild(self) -> None:
        """Drop the projections and make them again from the log."""

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and truncate it (after erasures, before a lock)."""

    def close(self) -> None:
        """Close; the keys are forgotten with the process."""
