"""What operators are told of metrics, log lines and causes is what the code has: each by name, none too many."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

from prometheus_client.metrics import MetricWrapperBase

from consumers.reference.alarms import Kind
from habarshy.running import health
from habarshy.running.metrics import Metrics
from tests.architecture import source

METRICS: Final = source.ROOT / "docs" / "reference" / "metrics.md"
RUNNING: Final = source.ROOT / "docs" / "how-to" / "run-the-bus.md"
_LEVELS: Final = ("info", "warning", "error", "critical")
_OF_THE_BUS: Final = ("consumers/intake", "producers/relay", "habarshy/running", "services")
"""Whatever is logged here has an action. An agency's own programs say theirs in their own way."""


def rows(page: Path, columns: int) -> Iterator[list[str]]:
    """The rows of all tables of the page that have so many columns, without their headings."""
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == columns:
            yield cells


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def test_the_page_of_metrics_has_each_with_its_kind_and_labels() -> None:
    said = [(quoted(name)[0], kind, quoted(labels)) for name, kind, labels, _ in rows(METRICS, 4)]
    metrics = (one for one in vars(Metrics()).values() if isinstance(one, MetricWrapperBase))
    there = [
        (f"{one._name}_total" if one._type == "counter" else one._name, one._type, tuple(one._labelnames))
        for one in metrics
    ]
    assert sorted(said) == sorted(there)


def test_the_page_of_the_log_has_each_action_with_its_level() -> None:
    said = {(action, level) for actions, level, _ in rows(RUNNING, 3) for action in quoted(actions)}
    assert said == set(actions())


def test_every_action_stands_on_the_page_once() -> None:
    said = [action for actions, _, _ in rows(RUNNING, 3) for action in quoted(actions)]
    assert sorted(said) == sorted(set(said))


def test_the_page_has_each_cause() -> None:
    said = [cause for causes, _ in rows(RUNNING, 2) for cause in quoted(causes)]
    assert sorted(said) == sorted(health.CAUSES)


def actions() -> Iterator[tuple[str, str]]:
    """Each action that a process of the bus logs, with its level."""
    for path in source.files("services", "producers", "consumers", "habarshy"):
        of_the_bus = str(path.relative_to(source.ROOT)).startswith(_OF_THE_BUS)
        for function in source.functions(path):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and _is_of_log(node)):
                extra = _extra(call, function)
                assert extra is not None or not of_the_bus, f"{path}: {ast.unparse(call)} says no action"
                if of_the_bus:
                    yield from _said(call, extra)


def _is_of_log(call: ast.Call) -> bool:
    of = call.func
    if not isinstance(of, ast.Attribute) or not isinstance(of.value, ast.Name):
        return False
    return of.attr in _LEVELS and of.value.id == "_log"


def _extra(call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.Dict | None:
    """Where it was put together before, it is the last of that name above the call."""
    extra = next((keyword.value for keyword in call.keywords if keyword.arg == "extra"), None)
    if isinstance(extra, ast.Name):
        above = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and node.lineno < call.lineno]
        named = [node for node in above if ast.unparse(node.targets[0]) == extra.id]
        extra = max(named, key=lambda node: node.lineno).value
    return extra if isinstance(extra, ast.Dict) else None


def _said(call: ast.Call, extra: ast.Dict | None) -> Iterator[tuple[str, str]]:
    assert isinstance(call.func, ast.Attribute)
    for key, value in zip(extra.keys, extra.values, strict=True) if extra is not None else ():
        if isinstance(key, ast.Constant) and key.value == "action":
            yield from ((action, call.func.attr) for action in _written(value))


def _written(value: ast.expr) -> Iterator[str]:
    """A constant; or, of the reference log, one for each kind of alarm."""
    if isinstance(value, ast.Constant):
        yield str(value.value)
    else:
        assert ast.unparse(value) == "f'reference.{alarm.kind}'"
        yield from (f"reference.{kind}" for kind in get_args(Kind))
