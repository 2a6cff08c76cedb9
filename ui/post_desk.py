"""The desk over a real post: what windows ask becomes use cases, what use cases give becomes what windows show."""

from typing import TYPE_CHECKING

from ui.desk import Desk
from ui.post_access import PostAccess
from ui.post_conservation import PostConservation
from ui.post_custody import PostCustody
from ui.post_exchanges import PostExchanges
from ui.post_exports import PostExports
from ui.post_home import PostHome
from ui.post_journal import PostJournal
from ui.post_members import PostMembers
from ui.post_records import PostRecords
from ui.post_security import PostSecurity
from ui.post_work import PostWork


class PostDesk(
    PostRecords,
    PostWork,
    PostHome,
    PostExchanges,
    PostMembers,
    PostAccess,
    PostConservation,
    PostExports,
    PostJournal,
    PostSecurity,
    PostCustody,
):
    """The desk of an opened post."""

    def close(self) -> None:
        """Fold the log, close the store."""
        self._ports.store.checkpoint()
        self._post.close()


if TYPE_CHECKING:
    _: type[Desk] = PostDesk
