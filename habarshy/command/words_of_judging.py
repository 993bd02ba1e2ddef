"""What the screen of a judged scenario says: for each key English, Kazakh, Russian."""

from typing import Final

JUDGING: Final[dict[str, tuple[str, str, str]]] = {
    "verdict": ("Verdict", "Баға", "Оценка"),
    "verdict-in-time": ("in time", "мерзімінде", "в срок"),
    "verdict-late": ("LATE", "КЕШ", "С ОПОЗДАНИЕМ"),
    "verdict-breached": ("BREACHED", "БҰЗЫЛДЫ", "НАРУШЕНО"),
    "verdict-open": ("open", "ашық", "открыто"),
    "verdict-undecided": ("OVERDUE, UNDECIDED", "МЕРЗІМІ ӨТТІ, ӘЛІ ШЕШІЛМЕДІ", "СРОК ИСТЁК, НЕ РЕШЕНО"),
    "verdict-no-deadline-met": (
        "done; the law sets no deadline",
        "орындалды; заңда мерзім жоқ",
        "исполнено; срока в законе нет",
    ),
    "verdict-no-deadline-open": (
        "open; the law sets no deadline",
        "ашық; заңда мерзім жоқ",
        "открыто; срока в законе нет",
    ),
    "verdict-cancelled": ("nothing is owed", "міндет жоқ", "обязанности нет"),
    "verdict-provisional": (
        "PROVISIONAL: a warning, never a breach",
        "ШАРТТЫ: тек ескерту, бұзу емес",
        "УСЛОВНО: предупреждение, но не нарушение",
    ),
    "judged-deadline-moved": (
        "{deadline}; version {version}",
        "{deadline}; {version}-нұсқа",
        "{deadline}; версия {version}",
    ),
    "judged-to": ("To", "Кімге", "Кому"),
    "judged-owes": ("Owed by", "Кім міндетті", "Кто обязан"),
    "judged-met": ("Met", "Орындалды", "Исполнено"),
    "judged-claimed": ("Claimed", "Мәлімделген сәт", "Заявлено"),
    "judged-occasion": ("Occasion", "Жағдай", "Случай"),
    "judged-remarks": ("Marks", "Белгілер", "Пометки"),
    "judged-disputed": ("disputed", "даулы", "оспаривается"),
    "judged-recorded-late": ("recorded late", "кеш тіркелген", "записано с опозданием"),
    "judged-hopeless": ("could not have been met", "орындау мүмкін емес еді", "исполнить было невозможно"),
    "judged-breaches": ("BREACH events: {number}", "БҰЗУ жазбалары: {number}", "записей о НАРУШЕНИИ: {number}"),
    "judged-retracted": ("retracted: {number}", "кері қайтарылғаны: {number}", "из них снято: {number}"),
    "judged-why": ("Why", "Неге бұлай", "Почему так"),
    "judged-events": ("Not taken up at once", "Бірден қабылданбағандар", "Не приняты сразу"),
    "judged-nothing": (
        "Nothing is owed: no event opens an obligation.",
        "Ешқандай міндет жоқ: бірде-бір оқиға міндет ашпайды.",
        "Обязательств нет: ни одно событие их не открывает.",
    ),
    "event-DUPLICATE": (
        "DUPLICATE: the same bytes again",
        "DUPLICATE: сол байттар қайтадан",
        "DUPLICATE: те же байты ещё раз",
    ),
    "event-REJECTED": (
        "REJECTED: the sender's fault",
        "REJECTED: жіберушінің қателігі",
        "REJECTED: ошибка отправителя",
    ),
    "event-QUARANTINED": (
        "QUARANTINED: our own error, judged once it is mended",
        "QUARANTINED: біздің қатеміз, түзетілген соң бағаланады",
        "QUARANTINED: наша ошибка, оценивается после исправления",
    ),
    "event-PARKED": (
        "PARKED: waits for the message that it is about",
        "PARKED: өзі қатысты хабарды күтеді",
        "PARKED: ждёт сообщения, к которому относится",
    ),
}
