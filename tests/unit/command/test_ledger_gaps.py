"""How what was lost is shown."""

import pytest

from habarshy.command import ledger_gaps, wording
from services.ledger import coverage
from services.ledger.coverage import Island, Span, Stand
from services.ledger.records import Partition

OUTBOX = Partition("outbox.court-almaly", 0)
OTHER = Partition("urgent.court-almaly", 0)


def islands(*spans: Span, generation: int = 1) -> list[Island]:
    return [Island(OUTBOX, generation, span, span.length) for span in spans]


@pytest.fixture(autouse=True)
def english() -> None:
    wording.use("en")


def shown(capsys: pytest.CaptureFixture[str], found: "list[coverage.Coverage]") -> tuple[list[list[str]], list[str]]:
    """The cells of each row below the headings, and the lines beside the table."""
    ledger_gaps._show(found)
    out, err = capsys.readouterr()
    return [line.split("  ") for line in out.splitlines()[1:]], err.splitlines()


def test_where_nothing_is_lost_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    wire = {OUTBOX: Span(2, 9), OTHER: Span(0, 0)}
    found = coverage.compared([Stand(OUTBOX, 1, 7)], islands(Span(0, 7)), wire)

    rows, said = shown(capsys, list(found))

    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["outbox.court-almaly/0", "0", "7", "2–8", "2"],
        ["urgent.court-almaly/0", "0", "0", "–", "0"],
    ]
    assert said == ["Nothing is lost. Records that wait: 2."]


def test_what_is_lost_is_said_by_its_offsets(capsys: pytest.CaptureFixture[str]) -> None:
    kept = islands(Span(0, 2), Span(3, 5), Span(8, 9))
    found = coverage.compared([Stand(OUTBOX, 1, 9)], kept, {OUTBOX: Span(6, 9)})

    _, said = shown(capsys, list(found))

    where = "outbox.court-almaly/0"
    gone = "The wire had dropped it before it was read: ask the agency to send it again."
    there = "The wire still has it; the fault is ours: tell the engineers before the wire drops it."
    assert said == [
        f"{where}: lost: 2, wire generation 1. {gone}",
        f"{where}: lost: 5, wire generation 1. {gone}",
        f"{where}: passed over: 6–7, wire generation 1. {there}",
        "LOST: 4. Records that wait: 0.",
    ]


def test_a_topic_that_is_gone_and_a_wire_that_went_back_are_no_loss(capsys: pytest.CaptureFixture[str]) -> None:
    kept = islands(Span(0, 3), generation=2)
    unknown = coverage.compared([Stand(OUTBOX, 2, 3)], kept, {})
    shorter = coverage.compared([Stand(OUTBOX, 2, 3)], kept, {OUTBOX: Span(0, 1)})

    rows, said = shown(capsys, [*unknown, *shorter])

    assert [[cell.strip() for cell in row if cell.strip()][2:4] for row in rows] == [
        ["3, generation 2", "?"],
        ["3, generation 2", "0"],
    ]
    assert said[0].startswith("outbox.court-almaly/0: the wire holds less than the ledger has recorded.")
    assert said[-1] == "Nothing is lost. Records that wait: 0."


def test_a_program_gets_the_same() -> None:
    found = coverage.compared([Stand(OUTBOX, 1, 4)], islands(Span(0, 2), Span(3, 4)), {OUTBOX: Span(0, 6)})
    assert ledger_gaps._document(found) == {
        "lost": 1,
        "doubled": 0,
        "waits": 2,
        "partitions": [
            {
                "topic": "outbox.court-almaly",
                "partition": 0,
                "wire_generation": 1,
                "next_offset": 4,
                "recorded": [
                    {"wire_generation": 1, "first": 0, "last": 1},
                    {"wire_generation": 1, "first": 3, "last": 3},
                ],
                "wire": {"first": 0, "end": 6},
                "waits": 2,
                "doubled": 0,
                "lost": [{"wire_generation": 1, "first": 2, "last": 2, "on_wire": True}],
            }
        ],
    }
