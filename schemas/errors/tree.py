"""The tree of errors. A docstring is the message; code, place and particulars say the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.errors import guessing, registry
from schemas.texts import Language


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its code in the registry, where it stands, and the particulars of the sentence."""

    code: str
    where: str
    particulars: Mapping[str, str | int]
    near: tuple[str, ...] = ()
    """What was perhaps meant, where a name is not known."""

    def meaning(self, language: Language) -> str:
        said = registry.load()[self.code].meaning.in_(language).format_map(registry.Filled(self.particulars))
        return f"{said} {guessing.question(self.near, language)}" if self.near else said

    def remedy(self, language: Language) -> str:
        return registry.load()[self.code].remedy.in_(language).format_map(registry.Filled(self.particulars))

    def sentence(self, language: Language) -> str:
        """The whole finding on one line, as a terminal or a log shows it."""
        place = f"{self.where}: " if self.where else ""
        return f"{self.code}: {place}{self.meaning(language)} {self.remedy(language)}"


class HabarshyError(Exception):
    """Something is wrong; each finding says what, where, and what to do."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(finding.sentence("en") for finding in self.findings)


class RefusedError(HabarshyError):
    """The bytes are not a record of the contract; the first finding is what a rejection names."""

    @property
    def first(self) -> Finding:
        return self.findings[0]


class NotSayableError(HabarshyError):
    """The message is well formed and the catalogue does not allow it."""


class CatalogueError(HabarshyError):
    """The catalogue contradicts itself or cannot be read."""


class DirectoryError(HabarshyError):
    """The directory contradicts itself or cannot be read."""


class PolicyError(HabarshyError):
    """The policy file contradicts itself or cannot be read."""


class CalendarError(HabarshyError):
    """The calendar or a correction of it contradicts itself, cannot be read, or does not reach so far."""


class ZoneError(HabarshyError):
    """The zone data knows no such zone."""


class KeysError(HabarshyError):
    """A file of private keys is missing, unsafe, or holds not what is asked of it."""


class WireError(HabarshyError):
    """The wire, or the profile that leads to it, cannot be used."""


class LogError(HabarshyError):
    """The reference log cannot be followed or written, or what it says cannot be believed."""


class EnrolmentError(HabarshyError):
    """A request to stand in the directory cannot be made, vouched for or admitted as it is."""


class InterventionError(HabarshyError):
    """What an administrator asks for is not what two operators have signed, or cannot be done."""


class LedgerError(HabarshyError):
    """The ledger cannot be used, or refuses what it is given."""


class EvidenceError(HabarshyError):
    """The evidence is not what was signed, or what is said to be its head cannot be believed."""


class LineError(HabarshyError):
    """A line of a batch cannot be answered."""


class CallError(HabarshyError):
    """The command was called in a way that it does not understand."""
