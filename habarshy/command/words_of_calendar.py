"""What the screens of the calendar say: for each key English, Kazakh, Russian."""

from typing import Final

CALENDAR: Final[dict[str, tuple[str, str, str]]] = {
    "calendar-title": (
        "{year}, calendar {version}",
        "{year} жыл, күнтізбе {version}",
        "{year} год, календарь {version}",
    ),
    "calendar-months": (
        "January February March April May June July August September October November December",
        "Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым Шілде Тамыз Қыркүйек Қазан Қараша Желтоқсан",
        "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    ),
    "calendar-weekdays": ("Mo Tu We Th Fr Sa Su", "Дс Сс Ср Бс Жм Сб Жс", "Пн Вт Ср Чт Пт Сб Вс"),
    "calendar-incomplete": (
        "NOT COMPLETE. What is counted in working days in {year} is provisional:",
        "КҮНТІЗБЕ ТОЛЫҚ ЕМЕС. {year} жылы жұмыс күндерімен саналатын мерзімдер алдын ала ғана есептеледі:",
        "КАЛЕНДАРЬ НЕПОЛНЫЙ. Сроки в рабочих днях, которые задевают {year} год, лишь предварительные:",
    ),
    "calendar-unpublished": (
        "Nothing is known of this year but what the corrections say.",
        "Бұл жыл туралы түзетулерде айтылғаннан басқа ештеңе белгісіз.",
        "Об этом годе известно только то, что говорят поправки.",
    ),
    "calendar-counted": (
        "{working} working days, {off} days off.",
        "Жұмыс күні — {working}, демалыс — {off}.",
        "Рабочих дней: {working}, выходных: {off}.",
    ),
    "calendar-sign-holiday": ("* holiday", "* мереке", "* праздник"),
    "calendar-sign-off": (
        "- moved or added day off",
        "- ауыстырылған не қосылған демалыс",
        "- перенесённый или добавленный выходной",
    ),
    "calendar-sign-worked": ("+ worked", "+ жұмыс күні", "+ рабочий"),
    "calendar-sign-estimated": ("? estimate", "? болжам", "? предположительно"),
    "calendar-holidays": ("Holidays", "Мерекелер", "Праздники"),
    "calendar-moved": (
        "Moved and added days off",
        "Ауыстырылған және қосылған демалыстар",
        "Перенесённые и добавленные выходные",
    ),
    "calendar-worked": ("Days off that are worked", "Жұмыс күніне айналған демалыстар", "Выходные, ставшие рабочими"),
    "calendar-acts": ("Acts", "Актілер", "Акты"),
    "calendar-no-act": (
        "No act named: the day follows from a rule for which our source names no act.",
        "Акт аталмаған: бұл күн дереккөзіміз акт атамаған ережеден шығады.",
        "Акт не назван: день следует из правила, для которого наш источник акта не называет.",
    ),
    "calendar-none": ("none", "жоқ", "нет"),
    "calendar-source": (
        "Source: {source}. Calendar {version}.",
        "Дереккөз: {source}. Күнтізбе {version}.",
        "Источник: {source}. Календарь {version}.",
    ),
    "mark-working": ("working day", "жұмыс күні", "рабочий день"),
    "mark-weekend": ("weekend", "демалыс", "выходной"),
    "mark-holiday": ("holiday: {name}", "мереке: {name}", "праздник: {name}"),
    "mark-observed": (
        "day off for {name} on {other}",
        "{other} күнгі мереке үшін демалыс: {name}",
        "выходной за праздник {other}: {name}",
    ),
    "mark-moved-here": (
        "day off in place of {other}, which is worked",
        "{other} күнінің орнына демалыс, ал сол күн — жұмыс күні",
        "выходной вместо {other}; тот день рабочий",
    ),
    "mark-worked": (
        "worked in place of {other}, which is off",
        "{other} күнінің орнына жұмыс күні, ал сол күн — демалыс",
        "рабочий вместо {other}; тот день выходной",
    ),
    "mark-override-off": (
        "day off by correction: {name}",
        "түзету бойынша демалыс: {name}",
        "выходной по поправке: {name}",
    ),
    "mark-override-worked": ("worked by correction", "түзету бойынша жұмыс күні", "рабочий по поправке"),
    "mark-in-place-of": ("{mark}, in place of {other}", "{mark}, {other} күнінің орнына", "{mark}, вместо {other}"),
    "mark-estimated": ("{mark} (an estimate)", "{mark} (болжам)", "{mark} (предположительно)"),
    "mark-by-act": ("{mark} — {act}", "{mark} — {act}", "{mark} — {act}"),
    "mark-no-act": ("{mark} — no act named", "{mark} — акт аталмаған", "{mark} — акт не назван"),
    "diff-title": (
        "From calendar {before} to {after}",
        "{before} күнтізбесінен {after} күнтізбесіне",
        "От календаря {before} к {after}",
    ),
    "diff-reason-only": (
        "{change} (only the reason differs: no deadline moves)",
        "{change} (тек себебі өзге: бірде-бір мерзім жылжымайды)",
        "{change} (отличается только причина: ни один срок не сдвигается)",
    ),
    "diff-completed": (
        "{year} becomes complete: what is counted in its working days is no longer provisional.",
        "{year} жыл толық болады: оның жұмыс күндерімен саналған мерзімдер енді алдын ала емес.",
        "{year} год становится полным: сроки в его рабочих днях больше не предварительные.",
    ),
    "diff-uncompleted": (
        "{year} is no longer complete: what is counted in its working days becomes provisional.",
        "{year} жыл енді толық емес: оның жұмыс күндерімен саналған мерзімдер алдын ала болады.",
        "{year} год больше не полный: сроки в его рабочих днях становятся предварительными.",
    ),
    "diff-nothing": (
        "The two calendars do not differ: every day is what it was.",
        "Екі күнтізбеде айырма жоқ: әр күн бұрынғыдай.",
        "Календари не различаются: каждый день остаётся тем же.",
    ),
    "diff-counted": (
        "Days that differ: {days}; of these, can move deadlines: {moving}.",
        "Өзгеше күн: {days}; оның {moving} күні мерзімді жылжыта алады.",
        "Различается дней: {days}; из них могут сдвинуть сроки: {moving}.",
    ),
    "a-year": (
        " A year looks like 2026; the other form of this command is `calendar diff`.",
        " Жыл 2026 түрінде жазылады; команданың екінші түрі — `calendar diff`.",
        " Год пишется как 2026; другая форма этой команды — `calendar diff`.",
    ),
}
