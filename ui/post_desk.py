"""The desk over a real post: what windows ask becomes use cases, what use cases give becomes what windows show."""

from ui.post_exchanges import PostExchanges
from ui.post_members import PostMembers
from ui.post_records import PostRecords


class PostDesk(PostRecords, PostExchanges, PostMembers):
    """The desk of an opened post."""

    def close(self) -> None:
        """Fold the log, close the store."""
        self._ports.store.checkpoint()
        self._post.close()
