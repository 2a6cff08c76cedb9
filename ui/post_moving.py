"""The desk over a real post: a signalement goes to another espace, and what others moved meanwhile."""

from collections.abc import Sequence

from mvl_desktop.i18n import _
from mvl_desktop.services import moving, sharing_profiles
from ui.moving_values import MovedLine, MoveField, MoveProfile, MoveSeen, MoveWish
from ui.post_part import at
from ui.post_saying import PostSaying, in_words, titled


class PostMoving(PostSaying):
    """Going to another espace."""

    def foresee_move(self, rec: str, wish: MoveWish) -> MoveSeen:
        """Say what would go."""
        seen = moving.foresee(self._ports, rec, _wish(wish))
        return MoveSeen(
            seen.vers,
            tuple(map(in_words, seen.part)),
            tuple(map(in_words, seen.reste)),
            seen.brouillon,
            tuple(map(in_words, seen.conflits)),
            seen.etapes,
            seen.liens,
            seen.pieces,
            seen.pieces_absentes,
            tuple(MoveField(each.name, in_words(each.libelle), each.part) for each in seen.champs),
        )

    def move_profiles(self) -> Sequence[MoveProfile]:
        """Return the ways to share remembered here."""
        found = sharing_profiles.list_profiles(self._ports)
        return [MoveProfile(each.nom, frozenset(each.avec), frozenset(each.sans)) for each in found]

    def keep_move_profile(self, profile: MoveProfile) -> None:
        """Remember one."""
        sharing_profiles.keep_profile(self._ports, profile.nom, sorted(profile.avec), sorted(profile.sans))

    def forget_move_profile(self, nom: str) -> None:
        """Forget one."""
        sharing_profiles.forget_profile(self._ports, nom)

    def send_record(self, rec: str, wish: MoveWish) -> str:
        """Send it; return the id of its copy."""
        return moving.send(self._ports, rec, _wish(wish)).id

    def moved_records(self) -> Sequence[MovedLine]:
        """Return what others moved while this person worked on it."""
        return [
            MovedLine(
                each.id,
                moving.KIND,
                titled(moving.KIND, each.titre),
                each.espace or _("un autre espace"),
                each.copie,
                each.par,
                at(each.at_ms),
                each.brouillon,
                each.pending,
                each.reachable,
            )
            for each in moving.list_moved(self._ports)
        ]

    def put_moved_away(self, rec: str) -> None:
        """Say it no more."""
        moving.put_moved_away(self._ports, rec)

    def carry_over(self, rec: str) -> str:
        """Take to the copy what was written here; return the copy's id."""
        return moving.carry_over(self._ports, rec)


def _wish(wish: MoveWish) -> moving.Wish:
    return moving.Wish(
        espace=wish.espace,
        moved=wish.deplace,
        masked=wish.masque,
        motif=wish.motif,
        sans=wish.sans,
        avec=wish.avec,
    )
