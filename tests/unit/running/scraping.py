"""What a scrape of a process gives."""

from collections.abc import Mapping

from habarshy.running.metrics import Metrics


def series(metrics: Metrics) -> Mapping[str, float]:
    """Each series by its name and labels, as they are written."""
    return {
        _written(sample.name, sample.labels): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
    }


def _written(name: str, labels: Mapping[str, str]) -> str:
    said = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    return f"{name}{{{said}}}" if said else name
