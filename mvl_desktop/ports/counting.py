"""What statistics need from the local store: how many records, or elements of records, hold these values together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Filters = tuple[tuple[str, str], ...]
"""As those of a list (`Query`): values of the same field are alternatives, different fields all hold, `champ>=` and
`champ<=` bound a date, an empty value means not filled."""
Cell = str | int | tuple[str, ...] | None
"""What is kept of a field: a text, a number (yes is 1, no is 0), the codes of a set; None when it is not filled."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: the records of a kind, or the elements of one of their groups when `group` says which.

    In `group`, a field written `group/champ` is that of the counted element itself, which must keep it (`compte`);
    any other field is that of its record. `espace` is the record's, in hexadecimal.
    """

    kind: str
    group: str = ""
    filters: Filters = ()
    """What must hold."""
    any_of: tuple[Filters, ...] = ()
    """Of these, one at least must hold; none: nothing more is asked."""
    without: tuple[Filters, ...] = ()
    """None of these may hold."""
    but: frozenset[bytes] = frozenset()
    """Records left out."""
    by: tuple[str, ...] = ()
    """The fields whose values are told together."""


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One record, or one element of it, among those counted. `id`: the local number that `Records.rows` takes."""

    id: int
    espace: bytes
    rec: bytes
    element: str
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """Some of what a counting counts: the ids of records, in hexadecimal and in order, and the cells of each.

    A record stands there once for each of its elements that count.
    """

    counting: Counting
    recs: Sequence[str]
    cells: Sequence[tuple[Cell, ...]] = field(repr=False)


class Counts(Protocol):
    """How many there are. Nothing is opened: only what lists and statistics keep is read."""

    def tally(self, counting: Counting) -> Sequence[tuple[tuple[Cell, ...], int]]:
        """Return, for each set of values that stand together, how many hold them; in no order.

        StoreError (filtre_impossible) for a field that is not kept, or a bound that makes no sense.
        """

    def tallies(self, countings: Sequence[Counting]) -> list[Sequence[tuple[tuple[Cell, ...], int]]]:
        """Return the same for several at once, in their order: what they have in common is read once."""

    def named(self, countings: Sequence[Counting]) -> Iterator[Named]:
        """Give what each counts, some at a time and all of them never held, in the order of the ids of records.

        What is given later for a counting comes after in that order. StoreError as above.
        """

    def rows(self, counting: Counting) -> Sequence[CountedRow]:
        """Return what is counted, one by one, in the order in which records came to this post. StoreError as above."""
