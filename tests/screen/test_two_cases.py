"""Two cases, played in the real windows from the phone call to their closing, then seen on a second post."""

from collections.abc import Mapping
from pathlib import Path

from tests.screen import cases, keys
from tests.screen.screen import Screen
from tests.screen.weather import Weather, service

INTEREST = "L’intérêt de l’enfant s’y oppose."


def test_two_cases(screen: Screen, tmp_path: Path) -> None:
    weather = Weather()
    with service(tmp_path / "central", weather):
        posts = cases.prepare(tmp_path, weather.address)
        program = keys.enter(screen, posts.profile)
        cases.call(screen)
        cases.interview(screen, "MIN", "raarriioaro", "CAT-01")
        cases.pass_on(screen, "c", "CRIP fictive", "Code de l’action sociale", INTEREST)
        cases.pass_on(screen, "p", "Parquet fictif", "Code de procédure pénale")
        cases.send(screen, "CRIP", "p")
        cases.send(screen, "Procureur", "c")
        screen.keep("transmissions-parties")
        cases.returned(screen, "CRIP", "i", "Information préoccupante confirmée")
        cases.returned(screen, "Procureur", "e", "Enquête ouverte")
        cases.close(screen)
        cases.sign(screen, tmp_path)
        cases.interview(screen, "ETA", "aaaaaaaao", "CAT-04")
        cases.letter(screen, "mise en demeure")
        keys.synchronise(screen, "Tout est reçu")
        keys.leave(screen, program)
        seen = cases.received(posts, weather.address)
    weather.close()
    assert set(seen) == {cases.CHILD, cases.SIGN}
    child, sign = seen[cases.CHILD], seen[cases.SIGN]
    assert child["statut"] == "clos"
    assert states(child, "transmissions") == ["close", "close"]
    assert states(sign, "courriers") == ["envoye"]


def states(champs: Mapping[str, object], group: str) -> list[object]:
    """Return where the elements of a group stand."""
    held = champs[group]
    assert isinstance(held, list)
    return [each["etat"] for each in held]
