"""An alarm about the reference log, on the error output: a person must see it, whatever the command was about."""

from consumers.reference.alarms import Alarm
from habarshy.command import output, wording


def shown(alarm: Alarm) -> None:
    words = "as-asked" if alarm.kind == "own-keys-added" else "alarm"
    for finding in alarm.findings:
        output.remark(wording.say(words, sentence=finding.sentence(wording.language())))


def but_unreached(alarm: Alarm) -> None:
    """For a call that has said already why the wire cannot be reached."""
    if alarm.kind != "unreached":
        shown(alarm)
