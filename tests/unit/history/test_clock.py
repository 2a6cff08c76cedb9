"""The technical clock (C26): it moves forward, and a wrong clock elsewhere never drags it."""

from mvl_desktop.history.clock import AHEAD_MAX_MS, COUNTER_MAX, MS_MAX, is_ahead, receive, tick

NOW = 1_800_000_000_000
IN_2099 = 4_070_908_800_000


def test_the_clock_follows_the_time_of_the_post() -> None:
    assert tick((NOW - 5, 3), NOW) == (NOW, 0)


def test_two_acts_in_one_millisecond_are_told_apart() -> None:
    assert tick((NOW, 0), NOW) == (NOW, 1)
    assert tick((NOW, COUNTER_MAX), NOW) == (NOW + 1, 0)


def test_a_clock_set_back_a_little_does_not_go_back() -> None:
    assert tick((NOW, 7), NOW - 3_600_000) == (NOW, 8)


def test_c26_a_post_in_2099_never_drags_the_others() -> None:
    assert is_ahead((IN_2099, 0), NOW)
    assert receive((NOW, 2), (IN_2099, 0), NOW) == (NOW, 2)


def test_c26_a_post_in_1970_is_dragged_by_nobody_and_drags_nobody() -> None:
    assert receive((0, 1), (NOW, 0), 0) == (0, 1)
    assert receive((NOW, 0), (0, 1), NOW) == (NOW, 0)


def test_a_post_slightly_ahead_is_followed() -> None:
    ahead = (NOW + AHEAD_MAX_MS, 4)

    assert not is_ahead(ahead, NOW)
    assert receive((NOW, 0), ahead, NOW) == ahead
    assert tick(ahead, NOW) == (NOW + AHEAD_MAX_MS, 5)


def test_c26_a_post_whose_own_clock_was_wrong_recovers() -> None:
    assert tick((IN_2099, 0), NOW) == (NOW, 0)


def test_stamps_stay_within_their_bits() -> None:
    assert tick((0, 0), -5) == (0, 1)
    assert tick((0, 0), 1 << 60) == (MS_MAX, 0)
    assert tick((MS_MAX, COUNTER_MAX), 1 << 60) == (MS_MAX, 0)
