"""An inbox that cannot be written is left alone, longer each time, and the alarm is raised once."""

from producers.relay.resting import FIRST_S, LONGEST_S, UNKNOWN_LONGEST_S, Resting

INBOX = "inbox.a"


def test_the_rests_grow_up_to_a_minute_and_the_alarm_is_raised_once() -> None:
    resting, now, rests, news = Resting(), 0.0, [], []
    for _ in range(12):
        news.append(resting.refused(INBOX, "UnknownTopicOrPartitionError", now))
        rest = resting.next_end(now)
        assert rest is not None
        assert resting.topics(now + rest - 0.01) == {INBOX}
        now += rest
        assert resting.topics(now) == frozenset()
        rests.append(rest)

    assert rests[:3] == [FIRST_S, 2 * FIRST_S, 4 * FIRST_S]
    assert rests[-1] == LONGEST_S
    assert news == [True] + [False] * 11
    assert resting.longest(now) == now


def test_something_else_that_is_the_matter_is_said_too() -> None:
    resting = Resting()

    assert resting.refused(INBOX, "UnknownTopicOrPartitionError", 0.0)
    assert resting.refused(INBOX, "TopicAuthorizationFailedError", 1.0)


def test_an_answer_that_was_not_heard_is_asked_for_again_soon() -> None:
    resting = Resting()
    for _ in range(20):
        resting.unknown(INBOX, "RequestTimedOutError", 100.0)

    assert resting.next_end(100.0) == UNKNOWN_LONGEST_S


def test_what_is_well_again_begins_with_the_shortest_rest() -> None:
    resting = Resting()
    for _ in range(5):
        resting.refused(INBOX, "UnknownTopicOrPartitionError", 0.0)
    trouble = resting.well(INBOX)

    assert trouble is not None
    assert trouble.tries == 5
    assert (INBOX in resting, resting.well(INBOX)) == (False, None)
    assert resting.refused(INBOX, "UnknownTopicOrPartitionError", 50.0)
    assert resting.next_end(50.0) == FIRST_S
