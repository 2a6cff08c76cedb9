"""When the next background exchange takes place."""

from mvl_desktop.exchange.schedule import AFTER_SAVE, FIRST_RETRY, INTERVAL, LONGEST_RETRY, Schedule

NOW = 1_000_000_000


def test_after_success_the_interval_with_a_tenth_of_jitter() -> None:
    assert Schedule().succeeded(NOW, 0.0).due_ms == NOW + INTERVAL
    assert NOW + INTERVAL < Schedule().succeeded(NOW, 0.99).due_ms < NOW + INTERVAL * 1.1


def test_failures_wait_longer_and_longer_up_to_an_hour() -> None:
    schedule, waits = Schedule(), []
    for _ in range(20):
        schedule = schedule.failed(NOW, 0.5)
        waits.append(schedule.wait_ms(NOW))
    assert waits[0] < FIRST_RETRY
    assert waits == sorted(waits)
    assert waits[-1] <= LONGEST_RETRY
    assert schedule.succeeded(NOW, 0.0).failures == 0


def test_posts_that_fell_together_do_not_come_back_together() -> None:
    waits = {Schedule(failures=5).failed(NOW, chance / 10).due_ms for chance in range(10)}
    assert len(waits) == 10


def test_the_network_returns() -> None:
    waiting = Schedule().failed(NOW, 0.9)
    assert not waiting.is_due(NOW)
    assert waiting.network_returned(NOW).is_due(NOW)
    # Nothing had failed: the network that comes and goes starts nothing by itself.
    quiet = Schedule().succeeded(NOW, 0.0)
    assert quiet.network_returned(NOW) == quiet


def test_something_saved_leaves_soon_but_not_through_a_broken_link() -> None:
    quiet = Schedule().succeeded(NOW, 0.0)
    assert quiet.something_to_send(NOW).due_ms == NOW + AFTER_SAVE
    assert quiet.something_to_send(NOW).something_to_send(NOW + 5).due_ms == NOW + AFTER_SAVE
    broken = quiet.failed(NOW, 0.9)
    assert broken.something_to_send(NOW) == broken


def test_a_schedule_that_waits_for_a_person() -> None:
    stopped = Schedule().stopped()
    assert not stopped.is_due(NOW)
    assert stopped.resumed(NOW).is_due(NOW)
