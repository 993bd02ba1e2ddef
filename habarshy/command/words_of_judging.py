"""The words of `habarshy judge`: English, Kazakh, Russian."""

from typing import Final

JUDGING: Final[dict[str, tuple[str, str, str]]] = {
    "short-judge": (
        "Judges whole scenarios, for programs.",
        "Бағдарламалар үшін тұтас сценарийлерді бағалайды.",
        "Оценивает целые сценарии, для программ.",
    ),
    "help-judge": (
        "Judges scenarios without a directory: whoever publishes a trigger owes, and a role stands for the one agency that holds it.",
        "Сценарийлерді анықтамалықсыз бағалайды: бастау оқиғасын жариялаған орган міндетті, ал рөл оны атқаратын жалғыз органды білдіреді.",
        "Оценивает сценарии без справочника: обязан тот, кто опубликовал исходное событие, а роль означает единственный орган, который её исполняет.",
    ),
    "option-batch-scenarios": (
        "Answers JSON lines: one scenario a line.",
        "JSON жолдарына жауап береді: әр жолда бір сценарий.",
        "Отвечает на строки JSON: в строке один сценарий.",
    ),
}
