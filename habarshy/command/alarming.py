"""An alarm about the reference log, on the error output: a person must see it, whatever the command was about."""

from consumers.reference.alarms import Alarm
from habarshy.command import output, wording


def shown(alarm: Alarm) -> None:
    for finding in alarm.findings:
        output.remark(wording.say("alarm", sentence=finding.sentence(wording.language())))


def but_unreached(alarm: Alarm) -> None:
    """For a call that has said already why the wire cannot be reached."""
    if alarm.kind != "unreached":
        shown(alarm)
