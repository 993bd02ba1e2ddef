"""What the screen of a deadline says: for each key English, Kazakh, Russian."""

from typing import Final

DEADLINES: Final[dict[str, tuple[str, str, str]]] = {
    "deadline-at": ("Deadline", "Мерзімінің соңы", "Срок истекает"),
    "deadline-target": ("Target (policy, not law)", "Нысана (ішкі, заң емес)", "Норматив (внутренний, не закон)"),
    "deadline-none": (
        "none: neither law nor policy sets one",
        "жоқ: заң да, ішкі нысана да белгілемейді",
        "нет: его не устанавливают ни закон, ни внутренний норматив",
    ),
    "deadline-utc": ("In UTC", "UTC бойынша", "По UTC"),
    "deadline-zone": ("Counted in", "Есептелген белдеуі", "Счёт по поясу"),
    "deadline-basis": ("Basis", "Негізі", "Основание"),
    "basis-law": ("law", "заң", "закон"),
    "basis-policy": (
        "policy, not law: missing it is a warning, never a breach",
        "ішкі нысана, заң емес: үлгермеу — тек ескерту, бұзу емес",
        "внутренний норматив, не закон: не уложиться — предупреждение, но не нарушение",
    ),
    "basis-none": ("none", "жоқ", "нет"),
    "deadline-certain": ("Certain?", "Өзгере ме?", "Изменится ли?"),
    "deadline-provisional": (
        "PROVISIONAL: may still move, see the steps",
        "АЛДЫН АЛА ЕСЕП: жылжуы мүмкін, қадамдарды қараңыз",
        "ПРЕДВАРИТЕЛЬНО: может сдвинуться, см. шаги",
    ),
    "deadline-steps": ("How it was counted", "Қалай есептелді", "Как посчитано"),
    "deadline-acts": ("The acts behind those days", "Сол күндердің актілері", "Акты об этих днях"),
    "deadline-versions": (
        "Catalogue {catalogue}, calendar {calendar}, policy {policy}, zone data {zones}",
        "Каталог {catalogue}, күнтізбе {calendar}, ішкі нысаналар {policy}, белдеу деректері {zones}",
        "Каталог {catalogue}, календарь {calendar}, внутренние нормативы {policy}, данные о поясах {zones}",
    ),
    "no-period-ends": (
        " No period of this duty ends then: name the period, --period 2026-Q1, or the instant at which it ends.",
        " Бұл сәтте міндеттің ешбір кезеңі аяқталмайды: кезеңді (--period 2026-Q1) не оның аяқталатын сәтін көрсетіңіз.",
        " В этот момент не кончается ни один период этой обязанности: укажите период, --period 2026-Q1, или момент его конца.",
    ),
    "another-period": (
        " It is not the end of the period that --period names: leave one of the two out.",
        " Бұл --period атаған кезеңнің соңы емес: екеуінің бірін алып тастаңыз.",
        " Это не конец периода, названного в --period: уберите одно из двух.",
    ),
    "a-period": (
        " A period of this duty looks like {example}.",
        " Бұл міндеттің кезеңі былай жазылады: {example}.",
        " Период этой обязанности пишется так: {example}.",
    ),
    "no-periods": (
        " This duty has no periods; give --at.",
        " Бұл міндетте кезең жоқ; --at беріңіз.",
        " У этой обязанности нет периодов; укажите --at.",
    ),
}
