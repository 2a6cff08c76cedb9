"""The post in memory: a signalement goes to another espace, and what others moved meanwhile."""

from collections.abc import Sequence

from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import MemoryState
from ui.moving_values import MovedLine, MoveField, MoveProfile, MoveSeen, MoveWish


class MemoryMoving(MemoryState):
    """Going to another espace."""

    def foresee_move(self, rec: str, wish: MoveWish) -> MoveSeen:
        names = ("Résumé des faits", "Personnes – Nom")
        stays = names if wish.masque else ()
        goes = ("Objet", "Niveau", *(() if wish.masque else names))
        held = (("objet", "Objet"), ("niveau", "Niveau"), ("resume", "Résumé des faits"))
        fields = tuple(
            MoveField(
                name,
                said,
                name in wish.avec or (name not in wish.sans and not (wish.masque and name == "resume")),
            )
            for name, said in held
        )
        return MoveSeen("Région fictive", goes, stays, False, (), 2, 0, 0 if wish.masque else 1, 0, fields)

    profiles: tuple[MoveProfile, ...] = ()

    def move_profiles(self) -> Sequence[MoveProfile]:
        return self.profiles

    def keep_move_profile(self, profile: MoveProfile) -> None:
        self.profiles = (*(each for each in self.profiles if each.nom != profile.nom), profile)

    def forget_move_profile(self, nom: str) -> None:
        self.profiles = tuple(each for each in self.profiles if each.nom != nom)

    def send_record(self, rec: str, wish: MoveWish) -> str:
        if self.refusal is not None:
            raise RefusError(self.refusal)
        self.sent.append((rec, wish))
        return rec

    def moved_records(self) -> Sequence[MovedLine]:
        return list(self.moved)

    def put_moved_away(self, rec: str) -> None:
        self.moved = [each for each in self.moved if each.id != rec]

    def carry_over(self, rec: str) -> str:
        copy = next(each.copie for each in self.moved if each.id == rec)
        self.put_moved_away(rec)
        self.carried.append(rec)
        return copy
