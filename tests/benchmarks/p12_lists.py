"""P12: a list of 100 000 signalements: opened, sorted by each column shown, filtered, and jumped through."""

from collections.abc import Callable, Mapping, Sequence

from mvl_desktop.domain.kinds import required
from mvl_desktop.ports.store import Query, UnitOfWork
from tests.benchmarks import full
from tests.benchmarks.sealed import KIND
from tests.benchmarks.table import Line, growth_wanted
from tests.benchmarks.timing import Took, median
from tests.fakes.world import Post

COUNT = 100_000
PAGE = 100
TURNS = 5
TARGET = "≤ 100 ms"
FILTERS = (
    (("niveau", "a_risque"),),
    (("niveau", "a_risque"), ("niveau", "demande_info"), ("departement", "93")),
    (("natures", "emprise_sectaire"),),
    (("recu_le>=", "2026-03-01"), ("recu_le<=", "2026-03-31")),
    (("commune", ""),),
    (("etat_envoi", "atteste"),),
    (("conflits", "oui"),),
)
Work = Callable[[UnitOfWork], object]


def main() -> list[Line]:
    return [line for count in ([1_000, 10_000, COUNT] if growth_wanted() else [COUNT]) for line in _at(count)]


def _at(count: int) -> list[Line]:
    post, connection = full.reopen(count), full.by_hand(count)
    with post.ports.store.read() as uow:
        numbers = uow.records.ids(Query(KIND))
    columns = ["etat_envoi", *(field.name for field in required(KIND).champs if field.champ.liste)]
    orders = [sign + name for name in columns for sign in ("", "-")]
    sorts: dict[str, Work] = {order: _ids(Query(KIND, order=order)) for order in orders}
    filters: dict[str, Work] = {_said(each): _ids(Query(KIND, each)) for each in FILTERS}
    sorted_filters: dict[str, Work] = {name: _ids(Query(KIND, f, "", "-recu_le")) for name, f in _named()}
    jumps: dict[str, Work] = {str(at): _rows(numbers[at : at + PAGE]) for at in range(0, count - PAGE, count // 9)}
    whole = "SELECT id FROM rec WHERE kind = 'signalement' ORDER BY ts DESC"
    hand = [_took(lambda: connection.execute(whole).fetchall()) for _ in range(TURNS)]
    by_hand = median(took.wall for took in hand) * 1e3
    lines = [
        _line(count, "ouvrir", post, {"": _ids(Query(KIND))}, by_hand),
        _line(count, "trier, la plus lente des colonnes", post, sorts, by_hand),
        _line(count, "filtrer, le plus lent des filtres", post, filters, by_hand),
        _line(count, "filtrer et trier par date de réception, le plus lent", post, sorted_filters, by_hand),
        _line(count, f"sauter à une page de {PAGE} lignes, la plus lente", post, jumps, None),
    ]
    post.close()
    return lines


def _line(count: int, what: str, post: Post, works: Mapping[str, Work], by_hand: float | None) -> Line:
    """Measure each of several works a few times, and tell the slowest by its median."""
    found: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            found[name].append(_read(post, work))
    slowest = max(found, key=lambda name: median(took.wall for took in found[name]))
    shown = f"{count:,}".replace(",", "\u202f")
    cpu = median(took.cpu for took in found[slowest]) * 1e3
    return Line(
        number="P12",
        what=f"liste de {shown}\u00a0: {what}",
        figure=median(took.wall for took in found[slowest]) * 1e3,
        unit="ms",
        peer="tous les numéros d’une table par son index, à la main" if by_hand else "",
        peer_figure=by_hand,
        target=TARGET,
        detail=f"CPU {cpu:.1f} ms" + (f"\u202f; {slowest}" if slowest else ""),
    )


def _read(post: Post, work: Work) -> Took:
    with Took() as took, post.ports.store.read() as uow:
        work(uow)
    return took


def _took(work: Callable[[], object]) -> Took:
    with Took() as took:
        work()
    return took


def _ids(query: Query) -> Work:
    return lambda uow: uow.records.ids(query)


def _rows(numbers: Sequence[int]) -> Work:
    return lambda uow: uow.records.rows(KIND, numbers)


def _named() -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(_said(each), each) for each in FILTERS]


def _said(filters: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(name + ("" if name.endswith("=") else "=") + value for name, value in filters)
