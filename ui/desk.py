"""What windows ask of an opened post, as Protocols. One fake, in the tests; one adapter, `post_desk`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ui.access_values import AlarmLine, KeyLine, QuarantineLine, RoleChoice
from ui.arbitration_values import BatchDone, LittleLine, LostValue, Queue, QueueWish
from ui.background import Watch
from ui.conservation_values import Conserved, ErasureSeen
from ui.custody_values import CopySeen, Custody, Guardian, GuardianCard, RefoundSeen
from ui.desk_annuaire import Annuaire
from ui.desk_bilans import Bilans
from ui.desk_chiffres import ChiffresDesk
from ui.desk_convention import Conventions
from ui.desk_copies import Communicables, Leavings
from ui.desk_courriers import Courriers
from ui.desk_echeances import Echeances
from ui.desk_faits import Standings
from ui.desk_fiches import FicheLife
from ui.desk_formations import Formations
from ui.desk_grilles import Grilles
from ui.desk_reunions import Reunions
from ui.desk_textes import Textes
from ui.desk_transmissions import Transmissions
from ui.duplicates_values import ComparedField, MergeDone, MergePlan, Pair, PairsPage
from ui.export_values import ExportedRecord, ExportLine, ListWish, ListWritten
from ui.import_values import Columns, ImportDone, ImportSeen, ImportTarget, ImportWish, TableSeen, TableWish
from ui.journal_values import Accesses, AccessLine, RegisterLine
from ui.lot_values import LotLine, LotsSeen, SaidSides
from ui.moving_values import MovedLine, MoveProfile, MoveSeen, MoveWish
from ui.values import (
    Aside,
    BackupSeen,
    Choice,
    Conflict,
    DraftLine,
    Espace,
    Exchanged,
    FicheLine,
    FicheVersion,
    Found,
    Home,
    Introduction,
    LinkFrom,
    LotWritten,
    Member,
    NewerFiche,
    NewSheet,
    Past,
    PastExchange,
    Person,
    Record,
    Row,
    Safety,
    SavedSearch,
    Situation,
    TextsRead,
    Typed,
    Unsent,
    Values,
    WaitingRequest,
    Wanted,
)


class Wordings(Protocol):
    """The lists of codes."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return every code of a short list, in order."""

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        """Return the codes whose label begins like a text, without accents."""

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said; the code itself when nobody knows it."""

    def is_long(self, nomenclature: str) -> bool:
        """Whether the list is too long to unroll."""


class Lists(Protocol):
    """Long lists, by their numbers first, then page by page."""

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of what a list shows, in order."""

    def rows(self, kind: str, numbers: Sequence[int], text: str = "") -> Sequence[Row | None]:
        """Return the lines of these numbers."""

    def search(self, text: str, limit: int) -> Sequence[Found]:
        """Search everything that this post may read, by the beginning of words."""


class Records(Protocol):
    """Reading one record."""

    def read(self, rec: str) -> Record:
        """Return a record."""

    def history(self, rec: str) -> Sequence[Past]:
        """Return what happened to a record, latest first."""

    def links_to(self, rec: str) -> Sequence[LinkFrom]:
        """Return the links that other signalements hold towards one."""

    def print(self, rec: str, path: Path, *, masked: bool) -> None:
        """Write a record to a PDF or ODT file, by the path's ending; `masked` leaves out what names people."""

    def follow(self, rec: str, *, followed: bool) -> None:
        """Follow a record, or no more: local to this post, nobody else knows."""


class Drafts(Protocol):
    """What is being typed, kept as it is typed, and made a revision when the person says so."""

    def homes(self, kind: str) -> Sequence[Espace]:
        """Return the espaces where this post may write a record of this kind, the usual one first."""

    def use_home(self, espace: str) -> None:
        """Begin new signalements in this espace from now on."""

    def begin(self, kind: str, espace: str | None = None) -> Typed:
        """Open an empty form, in an espace or in the usual one; nothing is kept until something is typed."""

    def edit(self, rec: str) -> Typed:
        """Open a form on a record: on its draft when there is one."""

    def keep(self, typed: Typed) -> datetime:
        """Keep a draft, replacing its former self; returns when it was durable."""

    def save(self, typed: Typed) -> str:
        """Make a revision of what was typed, forget the draft; returns the record's id. Twice is once."""

    def drop(self, draft: str) -> None:
        """Forget a draft."""

    def drafts(self) -> Sequence[DraftLine]:
        """Return the drafts, latest first."""

    def resume(self, draft: str) -> Typed:
        """Return what was typed."""


class Pieces(Protocol):
    """Attachments."""

    def attach(self, rec: str, path: Path, *, original: bool = False) -> Record:
        """Attach a file; returns the record with it."""

    def attach_bytes(self, rec: str, nom: str, content: bytes) -> Record:
        """Attach what was pasted; returns the record with it."""

    def content(self, rec: str, piece: str, limit: int) -> bytes | None:
        """Return what an attachment holds, for a picture of it; None when it is longer than `limit` or not here."""

    def describe(self, rec: str, piece: str, said: Values) -> Record:
        """Say what an attachment is: its `genre`, its `origine`, its `description`; returns the record with it."""

    def detach(self, rec: str, piece: str) -> Record:
        """Take an attachment off the record; history keeps that it was there."""

    def extract(self, rec: str, piece: str, path: Path) -> None:
        """Write an attachment in clear, where the person asked."""

    def texts_read(self) -> TextsRead:
        """Return how many attachments the search knows the text of; they are read in the background."""


class Asides(Protocol):
    """What is kept apart from a signalement: the signalant, medical pieces."""

    def aside(self, reference: str) -> Aside:
        """Return what may be said of the record that a field refers to (`ref:<espace>:<record>`)."""

    def reference_of(self, rec: str) -> str:
        """Return the reference to write in a field, for a record of this post."""


class Fiches(Protocol):
    """Fiches de conduite, and their application to what is being typed."""

    def fiches(self, typed: Typed | None) -> Sequence[FicheLine]:
        """Return the fiches that may be applied, those proposed for this record first, and why."""

    def with_fiche(self, typed: Typed, fiche: str) -> Typed:
        """Return the form with the steps of a fiche added to its checklist, pinned to today's version."""

    def newer(self, typed: Typed) -> Sequence[NewerFiche]:
        """Return the fiches applied here that have changed since."""

    def fiche_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a fiche, the last first."""


class People(Protocol):
    """Who works here."""

    def me(self) -> Person:
        """Return who sits at this post."""

    def people(self) -> Sequence[Person]:
        """Return who works in these espaces, oneself first."""

    def introduction(self) -> Introduction:
        """Return what the person who sits here said of themselves."""

    def introduce(self, said: Introduction) -> None:
        """Keep what somebody says of themselves; written in the `poste` of every espace, those to come included."""

    def hand_over(self, leaving: str, taking: str, motif: str) -> int:
        """Give what somebody was in charge of to somebody else, with a note of why; returns how many records."""


class Memory(Protocol):
    """What this person likes, kept on this post, encrypted: columns, saved searches, minutes before locking."""

    def recall(self, key: str) -> object:
        """Return what was remembered (any JSON value), or None."""

    def remember(self, key: str, value: object) -> None:
        """Remember a JSON value; None forgets it."""

    def saved_searches(self, kind: str) -> Sequence[SavedSearch]:
        """Return the searches that were given a name, by name."""

    def keep_search(self, search: SavedSearch) -> None:
        """Keep a search under its name, replacing its former self."""

    def forget_search(self, kind: str, nom: str) -> None:
        """Forget a search."""


class Today(Protocol):
    """The first page."""

    def home(self) -> Home:
        """Return what matters today."""

    def put_steps_away(self) -> None:
        """Show the first steps no more on the first page."""


class Conflicts(Protocol):
    """Fields to decide."""

    def queue(self, wish: QueueWish) -> Queue:
        """Return what has to be decided, in the order that is wished, and what filters may choose from."""

    def conflict(self, rec: str, champ: str) -> Conflict:
        """Open a field to decide: what stood before, every version, what could unite them."""

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values; refused when others stand by now than those that were shown."""

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value; refused as well."""

    def undo(self, rec: str, champ: str) -> None:
        """Take the last decision on a field back: the values stand side by side again."""

    def motifs(self) -> Sequence[str]:
        """Return the reasons given last on this post."""

    def little(self, wish: QueueWish) -> Sequence[LittleLine]:
        """Return the fields whose values hardly differ, and which one would be kept."""

    def decide_together(self, lines: Sequence[LittleLine], motif: str) -> BatchDone:
        """Keep what was shown for each, all or nothing; what changed since is left."""

    def undo_together(self, batch: str) -> BatchDone:
        """Take back all that was decided together."""

    def lost_values(self) -> Sequence[LostValue]:
        """Return the decisions of others that did not keep what was written here."""

    def put_lost_away(self, decision: str) -> None:
        """Show a decision no more: it was read."""

    def contest(self, rec: str, decision: str, motif: str) -> None:
        """Open again what a decision closed, and say why."""


class Moving(Protocol):
    """A signalement goes to another espace: a copy there, that says where it comes from."""

    def foresee_move(self, rec: str, wish: MoveWish) -> MoveSeen:
        """Say what would go and what would stay; nothing is done."""

    def move_profiles(self) -> Sequence[MoveProfile]:
        """Return the ways to share that this post remembers, by name."""

    def keep_move_profile(self, profile: MoveProfile) -> None:
        """Remember a way to share, in the place of the one of its name."""

    def forget_move_profile(self, nom: str) -> None:
        """Forget a way to share."""

    def send_record(self, rec: str, wish: MoveWish) -> str:
        """Make the copy; returns its id. The source and the register of exports say where it went."""

    def moved_records(self) -> Sequence[MovedLine]:
        """Return what others moved while this person worked on it."""

    def put_moved_away(self, rec: str) -> None:
        """Say no more that a record moved: it was read."""

    def carry_over(self, rec: str) -> str:
        """Take to the copy what was written here meanwhile; returns the copy's id."""


class Exchanges(Protocol):
    """What leaves this post and what comes to it."""

    def situation(self) -> Situation:
        """Return what the frame shows."""

    def acknowledge(self, notices: Sequence[int]) -> None:
        """Put notices away: somebody has read them."""

    def unsent(self) -> Sequence[Unsent]:
        """Return what has not left this post, or left without an answer."""

    def attested(self, limit: int) -> Sequence[Unsent]:
        """Return what this post sent and others attested, latest first."""

    def last_exchanges(self) -> Sequence[PastExchange]:
        """Return the last exchanges, latest first."""

    def synchronise(self, watch: Watch) -> Exchanged:
        """Exchange with the service."""

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        """Write a lot for one post, or for all."""

    def examine_lots(self, paths: Sequence[Path], watch: Watch, *, recover: bool = False) -> LotsSeen:
        """Say what some lots would do together; nothing changes. `recover`: of those that are cut or spoilt too."""

    def merge_lots(self, seen: LotsSeen, aside: Collection[str], receipt: Path | None, watch: Watch) -> LotsSeen:
        """Merge lots as they were shown, but the records left aside, and write their récépissé. LotsChangedError."""

    def compare_line(self, seen: LotsSeen, line: LotLine) -> SaidSides:
        """Return one record as this post has it and as lots bring it."""

    def print_lots(self, path: Path, *, masked: bool) -> None:
        """Write the report of the last lots that were examined or merged, to a PDF or ODT file."""


class Membership(Protocol):
    """Espaces, posts, and how one enters."""

    def espaces(self) -> Sequence[Espace]:
        """Return the espaces of this post."""

    def members(self) -> Sequence[Member]:
        """Return the posts of these espaces."""

    def found(self, name: str, *, apart: bool = False) -> None:
        """Found an espace; `apart`: with its compartments, in one act."""

    def found_compartments(self, espace: str) -> None:
        """Found the compartments that an espace lacks: signalants, pièces médicales."""

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        """Let a service host an espace."""

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation, single use, for what somebody will do (`roles_to_invite`)."""

    def request(self, invitation: Path, path: Path) -> str:
        """Answer an invitation; writes the request and returns the code de sûreté to read aloud."""

    def accept(self, request: Path, code: str, path: Path) -> str:
        """Accept a request with the code as heard, write the answer; returns the new post's id."""

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""

    def service_of(self, invitation: Path) -> str:
        """Return the address of the service that an invitation names; empty when it is to be answered by files."""

    def request_online(self, invitation: Path, address: str) -> str:
        """Answer an invitation through the service; returns the code de sûreté to read aloud."""

    def waiting(self) -> Sequence[WaitingRequest]:
        """Return the requests that wait at the services of this post."""

    def accept_online(self, request: str, code: str) -> str:
        """Accept a request of the service with the code as heard; returns the new post's id."""

    def join_online(self) -> bool:
        """Look at the service for the answer to our request; False while nobody has accepted it."""

    def revoke(self, member: str, motif: str) -> None:
        """Revoke a post everywhere."""


class Access(Protocol):
    """Who may do what, the age of keys, what lies in quarantine, and alarms."""

    def roles_to_invite(self, espaces: Sequence[str]) -> Sequence[RoleChoice]:
        """Return what somebody new may be invited for in these espaces, and why not the rest."""

    def roles_to_give(self, member: str, espace: str) -> Sequence[RoleChoice]:
        """Return what a member may do from now on, and why not the rest."""

    def change_role(self, member: str, espace: str, code: str) -> Sequence[str]:
        """Change what a member does; returns the names of compartments where they must be invited."""

    def keys(self) -> Sequence[KeyLine]:
        """Return the keys of each espace, the most urgent first."""

    def renew(self, espace: str) -> None:
        """Begin new keys in an espace."""

    def quarantine(self) -> Sequence[QuarantineLine]:
        """Return what came from posts after their cut."""

    def reinstate(self, ids: Sequence[str], motif: str) -> None:
        """Accept what lay in quarantine, for a reason."""

    def alarm_lines(self) -> Sequence[AlarmLine]:
        """Return what must be handled, the gravest first."""

    def handle(self, alarm: int) -> None:
        """Put an alarm away: somebody has handled it."""


class Journal(Protocol):
    """The journal of access: one's own lines; an auditor sees those of every post."""

    def accesses(self) -> Accesses:
        """Return one's own lines and the registers that this post may check."""

    def accesses_of(self, register: RegisterLine) -> Sequence[AccessLine]:
        """Return the lines of one register, latest first."""

    def export_journal(self, path: Path) -> int:
        """Write every line that this post may read to a .csv or .json file; returns how many."""


class Security(Protocol):
    """What opens this post, and what is kept of it elsewhere."""

    def safety(self) -> Safety:
        """Return how this post is kept."""

    def change_passphrase(self, phrase: str, new: str) -> None:
        """Put another passphrase in force."""

    def prepare_code(self, phrase: str) -> NewSheet:
        """Prepare a new recovery code; nothing changes before it is confirmed."""

    def prepare_key(self, phrase: str, new: str) -> NewSheet:
        """Prepare another key for everything, after a leak; nothing changes before it is confirmed."""

    def back_up(self, path: Path) -> BackupSeen:
        """Write a backup, and read it again."""

    def try_backup(self, path: Path, phrase: str) -> BackupSeen:
        """Open a backup and read all of it; nothing changes."""

    def take_up_again(self, watch: Watch) -> int:
        """Go on under a new name after a restoration; return how many modifications wait to leave under it."""


class Custodianship(Protocol):
    """Gardiens, copies of espaces, and what they open again."""

    def custodies(self) -> Sequence[Custody]:
        """Return how each espace can be opened without its posts."""

    def prepare_guardian(self, name: str, espace: str, sheet: Path) -> GuardianCard:
        """Make a key, print its sheet and write its public file beside; the key is kept nowhere else."""

    def read_guardian(self, path: Path) -> GuardianCard:
        """Read the public file of a gardien."""

    def name_guardians(self, espace: str, cards: Sequence[Path]) -> bool:
        """Name three gardiens and renew the keys; whether it is in force at once."""

    def rehearse(self, espace: str, sheets: Sequence[str]) -> Sequence[Guardian]:
        """Say whose two sheets these are, when they open the present key; nothing changes."""

    def copy_espace(self, espace: str, path: Path) -> CopySeen:
        """Copy an espace, sealed as it is here."""

    def refound(self, copy: Path, sheets: Sequence[str], name: str, founder: str, parent: str = "") -> RefoundSeen:
        """Found an espace again from a copy and two sheets; `parent`: as a compartment of this espace."""

    def kept_for(self) -> str | None:
        """Return the espace whose gardiens may open this post, None when nobody may."""

    def keep_for(self, espace: str) -> None:
        """Let the gardiens of an espace open this post; of none, nobody any more."""


class Exports(Protocol):
    """Lists that leave, and the register of those that left."""

    def export_list(self, wish: ListWish, path: Path) -> ListWritten:
        """Write a list to a file, by the path's ending, and enter it in the register."""

    def exports(self) -> Sequence[ExportLine]:
        """Return the register of exports, the last one first."""

    def exported(self, numero: str) -> Sequence[ExportedRecord]:
        """Return the records that were in an export."""


class Imports(Protocol):
    """The spreadsheet of somebody else, read step by step. One at a time: each step goes on from the one before."""

    def import_senders(self) -> Sequence[str]:
        """Return the senders whose spreadsheets this post already read."""

    def import_targets(self) -> Sequence[ImportTarget]:
        """Return the fields that columns may become, in the order of the form."""

    def open_table(self, wish: TableWish) -> TableSeen:
        """Read a file, and show its first lines."""

    def propose_columns(self, seen: TableSeen, emetteur: str) -> Columns:
        """Return where columns go: as in the last file of this sender, else by their headers."""

    def read_columns(self, path: Path) -> tuple[str, Columns]:
        """Return the sender and the columns that a file of correspondances says."""

    def write_columns(self, seen: TableSeen, wish: ImportWish, path: Path) -> None:
        """Write a file of correspondances, for another post or for the command."""

    def check_import(self, seen: TableSeen, wish: ImportWish, watch: Watch) -> ImportSeen:
        """Say what an import would do; nothing is written."""

    def run_import(self, aside: Collection[int], watch: Watch) -> ImportDone:
        """Import what was last checked, but the lines that are left aside."""

    def write_refused(self, path: Path) -> None:
        """Write the refused lines, in the format of the path's ending, with why beside each."""

    def forget_import(self) -> None:
        """Forget the cells of the file."""


class Conservation(Protocol):
    """What is kept, until when, and who decides of it."""

    def conserved(self) -> Conserved:
        """Return everything that the page of conservation shows."""

    def propose_purge(self, recs: Sequence[str], sort: str, motif: str) -> str:
        """Sign first the anonymisation or the destruction of records; returns how it stands."""

    def hold(self, rec: str, motif: str, precision: str, *, on: bool) -> str:
        """Keep a record from any erasure, or no longer; returns how the order stands."""

    def foresee_erasure(self, rec: str, revision: str) -> ErasureSeen:
        """Return what erasing one entry of a record would do; nothing is done."""

    def erase_entries(self, rec: str, revisions: Sequence[str]) -> str:
        """Order the erasure of entries made by mistake; returns how the order stands."""

    def sign_order(self, order: str) -> str:
        """Give the second signature; returns how the order stands."""

    def write_slip(self, order: str, path: Path) -> None:
        """Write the bordereau of an order."""

    def write_certificate(self, proof: str, path: Path) -> None:
        """Write the procès-verbal of an erasure."""


class Duplicates(Protocol):
    """Signalements that probably tell the same: found, compared, tied, told apart, merged, parted again."""

    def prepare_duplicates(self, watch: Watch) -> int:
        """Draw what is compared; return how many signalements may be compared."""

    def duplicates_page(self, threshold: float, start: int | None) -> PairsPage:
        """Return some pairs, from where the last page stopped."""

    def duplicates_of(self, rec: str, threshold: float) -> Sequence[Pair]:
        """Return the pairs of one signalement."""

    def compare_records(self, a: str, b: str) -> Sequence[ComparedField]:
        """Return both, field by field."""

    def plan_merge(self, a: str, b: str) -> MergePlan:
        """Return what `a` would take from `b`."""

    def merge_records(self, a: str, b: str, choices: Mapping[str, str], motif: str) -> None:
        """Make one of two: `a` carries on."""

    def tie_records(self, a: str, b: str, nature: str, motif: str) -> None:
        """Tie one to the other."""

    def distinguish_records(self, a: str, b: str, motif: str) -> None:
        """Remember that they are not the same."""

    def list_merges(self) -> Sequence[MergeDone]:
        """Return the merges in force."""

    def undo_merge(self, rec: str) -> Sequence[str]:
        """Undo a merge, by the one that was taken in; return the labels of what stays since somebody wrote it."""


class Desk(
    Wordings,
    Lists,
    Records,
    Drafts,
    Pieces,
    Asides,
    Fiches,
    FicheLife,
    Grilles,
    Textes,
    Formations,
    Annuaire,
    Conventions,
    People,
    Memory,
    Today,
    Conflicts,
    Moving,
    Leavings,
    Communicables,
    Exchanges,
    Membership,
    Access,
    Conservation,
    Exports,
    Imports,
    Duplicates,
    Security,
    Custodianship,
    Journal,
    Courriers,
    Transmissions,
    Echeances,
    ChiffresDesk,
    Standings,
    Reunions,
    Bilans,
    Protocol,
):
    """An opened post, as windows see it."""

    def close(self) -> None:
        """Fold the log, close the store."""
