"""An operator's whole morning, in the real windows: five lots, a spreadsheet, ten conflicts, duplicates, récépissés."""

from pathlib import Path

from tests.screen import keys, morning
from tests.screen.posts import opened, signalements
from tests.screen.screen import Screen
from tests.screen.weather import Weather, service


def test_a_whole_morning(screen: Screen, tmp_path: Path) -> None:
    weather = Weather()
    with service(tmp_path / "central", weather):
        came = morning.prepare(tmp_path, weather.address)
        program = keys.enter(screen, came.profile)
        morning.receive_lots(screen, came.lots, tmp_path / "recepisse.mvl")
        morning.import_spreadsheet(screen, came.spreadsheet, tmp_path / "rejets.csv")
        morning.arbitrate(screen, morning.CONFLICTS)
        morning.treat_duplicates(screen)
        keys.synchronise(screen, "Tout est reçu")
        screen.keep("tout-est-recu")
        keys.leave(screen, program)
    weather.close()
    with opened(came.profile) as desk:
        assert len(signalements(desk)) == 10 + 5 + 2 + 3
        assert not desk.unsent()
    assert "31/02/2026" in (tmp_path / "rejets.csv").read_text("utf-8-sig")
    assert (tmp_path / "recepisse.mvl").exists()
