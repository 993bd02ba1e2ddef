"""The reference page of the permission table."""

from collections.abc import Iterator
from typing import assert_never

from schemas import topics, topology
from schemas.permissions import model
from schemas.permissions.model import ClusterRow, GroupRow, LedgerRow, Principal, QuotaRow, TopicRow

_INTRODUCTION = """
What is not listed is denied. No principal of ours is a super user, and a topic that no row names is closed to everybody.
In the tables, `X` is an agency; `outbox.*` stands for the outboxes of all agencies, `outbox.X` for its own alone.

A user is named after its kind: `agency.X` for an agency's systems, plain `relay` for the bus's. An agency has no dot in its name and a user of the bus has none either, so that no agency can be called like a part of the bus. A consumer group of an agency begins with its user's name and a dot: `agency.a.` is not the beginning of `agency.ab.main`.

Whoever reads or writes a topic may describe it as well, and whoever reads under a group may describe that group: Kafka implies it. To send idempotently takes no right of its own.
"""


def text(made: str) -> str:
    return "\n".join(["# Permissions\n", made.strip(), _INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    table = model.load()
    spared = ", ".join(f"`{user}`" for user in table.super_users)
    yield f"Version {table.version}. Super users, named in the brokers' own settings: {spared}.\n"
    yield "## On the wire\n"
    yield "| Principal | Held by | User | May |\n|---|---|---|---|"
    yield from (_wire(principal) for principal in table.principals)
    yield "\n## In the ledger\n"
    yield "| Principal | May |\n|---|---|"
    yield from (_ledger(principal) for principal in table.principals)
    yield "\n## Quotas\n"
    yield "A client id that has its own quota does not draw on the one of its user.\n"
    yield "| User | Client id | Produces, bytes a second | Consumes, bytes a second | Share of a broker's threads, per cent |"
    yield "|---|---|---|---|---|"
    yield from (_quota(principal, row) for principal in table.principals for row in principal.quotas)
    yield "\n## Topics\n"
    yield "Copies: three, or as many as there are brokers if they are fewer; one copy may be missing (`min.insync.replicas`). The settings with one broker:\n"
    yield "| Topic | Partitions | Settings |\n|---|---|---|"
    for topic in topics.TOPICS:
        shape = topology.shape(table.settings_of(topic), brokers=1)
        said = "<br>".join(f"`{name}={value}`" for name, value in shape.settings.items())
        yield f"| `{topic.of('X')}` | {shape.partitions} | {said} |"
    yield ""


def _wire(principal: Principal) -> str:
    title = f"**{principal.kind}**<br>{principal.title.en}<br>{principal.title.kk}<br>{principal.title.ru}"
    may = "<br>".join(_row(row) for row in principal.wire) or "nothing"
    user = f"`{principal.user.format(agency='X')}`" if principal.user else "none"
    return f"| {title} | {_holders(principal)} | {user} | {may} |"


def _holders(principal: Principal) -> str:
    if principal.held_by == "bus":
        return "the bus"
    return f"agencies that are {', '.join(principal.roles)}" if principal.roles else "every agency"


def _row(row: TopicRow | GroupRow | ClusterRow) -> str:
    may = ", ".join(row.may)
    match row:
        case TopicRow(name="any"):
            return f"{may}: any topic"
        case TopicRow():
            ending = {"own": ".X", "every": ".*", None: ""}[row.whose]
            return f"{may}: `{row.name}{ending}`"
        case GroupRow():
            return f"{may}: group `{row.name or 'USER.*'}`"
        case ClusterRow():
            return f"{may}: the cluster"
        case _:
            assert_never(row)


def _ledger(principal: Principal) -> str:
    return f"| {principal.kind} | {'<br>'.join(map(_ledger_row, principal.ledger)) or 'nothing'} |"


def _ledger_row(row: LedgerRow) -> str:
    columns = f" ({', '.join(row.columns)})" if row.columns else ""
    return f"{', '.join(row.may)}: {', '.join(f'`{table}`' for table in row.tables)}{columns}"


def _quota(principal: Principal, row: QuotaRow) -> str:
    rates = (row.producer_bytes_per_second, row.consumer_bytes_per_second, row.request_percent)
    said = " | ".join("—" if rate is None else f"{rate:,}" for rate in rates)
    user = (principal.user or "").format(agency="X")
    return f"| `{user}` | {f'`{row.client}`' if row.client else 'any other'} | {said} |"
