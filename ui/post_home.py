"""The desk over a real post: the first page, and what this person likes."""

from collections.abc import Iterator, Sequence

from mvl_desktop.exchange.remains import ErasedEdit
from mvl_desktop.services import drafts as drafting
from mvl_desktop.services import exchanges, memory
from mvl_desktop.services import home as first_page
from mvl_desktop.services.espaces import list_espaces
from ui.post_arbitration import PostArbitration
from ui.post_moving import PostMoving
from ui.post_part import at
from ui.post_saying import is_machinery, titled
from ui.values import DraftLine, Home, Lost, SavedSearch, Todo, Wanted

STEPS_AWAY = "accueil/pas_ranges"


class PostHome(PostArbitration, PostMoving):
    """The first page, and the memory of this post."""

    def home(self) -> Home:
        """Return what matters today."""
        found = first_page.home(self._ports, self._post.timetable)
        last = exchanges.standing(self._ports).last_success_ms
        return Home(
            personne=found.personne,
            brouillons=tuple(
                DraftLine(each.id, each.kind, titled(each.kind, each.titre), at(each.updated_ms))
                for each in drafting.list_drafts(self._ports)
            ),
            a_faire=tuple(_todo(each) for each in found.todo),
            en_attente=found.waiting,
            plus_ancien=at(found.oldest_ms) if found.oldest_ms else None,
            conflits=found.conflicts,
            recents=tuple(_todo(each) for each in found.recent),
            total=found.total,
            derniere=at(last) if last else None,
            perdus=tuple(self._lost(found.erased)),
            espaces=found.espaces,
            fiches=tuple(_todo(each) for each in found.guides),
            pas_ranges=bool(memory.recall(self._ports, STEPS_AWAY)),
            ecartees=tuple(self.lost_values()),
            deplaces=tuple(self.moved_records()),
            retards=found.retards,
            du_jour=found.du_jour,
            horloge_douteuse=found.horloge_douteuse,
        )

    def put_steps_away(self) -> None:
        """Show the first steps no more."""
        memory.remember(self._ports, STEPS_AWAY, value=True)

    def recall(self, key: str) -> object:
        """Return what was remembered."""
        return memory.recall(self._ports, key)

    def remember(self, key: str, value: object) -> None:
        """Remember a JSON value."""
        memory.remember(self._ports, key, value)

    def saved_searches(self, kind: str) -> Sequence[SavedSearch]:
        """Return the searches that were given a name."""
        return [
            SavedSearch(each.nom, Wanted(each.kind, each.text, each.filters, each.order))
            for each in memory.saved_searches(self._ports, kind)
        ]

    def keep_search(self, search: SavedSearch) -> None:
        """Keep a search under its name."""
        wanted = search.wanted
        memory.keep_search(
            self._ports, memory.SavedSearch(search.nom, wanted.kind, wanted.text, wanted.filters, wanted.order)
        )

    def forget_search(self, kind: str, nom: str) -> None:
        """Forget a search."""
        memory.forget_search(self._ports, kind, nom)

    def _lost(self, erased: Sequence[ErasedEdit]) -> Sequence[Lost]:
        names = {espace.id.hex(): espace.name for espace in list_espaces(self._ports)} if erased else {}
        return [
            Lost(
                each.kind,
                names.get(each.espace, ""),
                at(each.until_ms),
                tuple(self.change(each.kind, key, None, value) for key, value in _typed(each)),
            )
            for each in erased
        ]


def _typed(edit: ErasedEdit) -> Iterator[tuple[str, object]]:
    for key, value in edit.changes.items():
        if not (edit.kind and is_machinery(edit.kind, key)):
            yield key, value


def _todo(found: first_page.Todo) -> Todo:
    return Todo(
        found.rec,
        found.kind,
        titled(found.kind, found.titre),
        found.reference,
        found.quoi,
        found.gravite,
        at(found.since_ms) if found.since_ms else None,
        found.mine,
    )
