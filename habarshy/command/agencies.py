"""`habarshy agencies`: who is on the bus."""

from dataclasses import dataclass
from datetime import UTC, datetime

from habarshy.command import helping, lookups, output, wording
from habarshy.command.duties import roles
from schemas.directory import loading
from schemas.directory.agency import AgencyVersion, lies_in

END_OF_TIME = datetime(2199, 12, 31, tzinfo=UTC)
"""The newest state of the directory, whatever day it is: the command asks no clock."""


@dataclass(frozen=True)
class Wanted:
    """Which agencies a call asks for; what is None does not matter."""

    role: str | None
    territory: str | None

    def fits(self, agency: AgencyVersion) -> bool:
        here = self.territory is None or lies_in(agency.territory, self.territory)
        return here and (self.role is None or self.role in agency.roles)


@helping.command(
    "agencies",
    params=[
        helping.known_option("--role", roles, key="role"),
        helping.option("--territory", key="territory", callback=helping.kato),
        helping.option("--at", key="at", type=helping.InstantType()),
        helping.option("--search", key="search"),
        *helping.output_options(),
    ],
)
def command(*, shape: str | None, search: str | None, at: datetime | None, **wanted: str | None) -> None:
    everything = loading.sample().open_agencies(at or END_OF_TIME)
    found = lookups.matching(filter(Wanted(**wanted).fits, everything), search, AgencyVersion.model_dump_json)
    if shape:
        output.entries(found, shape=shape, name="agencies", head={})
        return
    names, language = lookups.role_names(), wording.language()
    rows = [
        (a.id, a.names.in_(language), ", ".join(names[r] for r in a.roles), a.territory, a.superior or "—")
        for a in found
    ]
    output.table([wording.say(key) for key in ("agency", "name", "roles", "territory", "superior")], rows)
    output.remark(wording.say("counted-agencies", shown=len(found), all=len(everything)))
    output.remark(wording.say("sample-directory"))
