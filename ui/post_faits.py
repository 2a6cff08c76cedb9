"""The desk over a real post: what the application says of a record."""

from collections.abc import Sequence

from mvl_desktop.services.standing_of import facts_of
from ui.desk_faits import FactLine
from ui.post_part import PostPart


class PostFaits(PostPart):
    """Facts that are computed from the records."""

    def facts(self, rec: str) -> Sequence[FactLine]:
        """Return what can be said of a record today."""
        return [FactLine(each.texte, each.ton, each.kind, each.rec) for each in facts_of(self._ports, rec)]
