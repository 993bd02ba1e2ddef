"""The words of `habarshy ledger gaps`: for each key English, Kazakh, Russian."""

from typing import Final

GAPS: Final[dict[str, tuple[str, str, str]]] = {
    "short-ledger-gaps": (
        "Says whether anything was lost.",
        "Бірдеңе жоғалды ма, соны айтады.",
        "Говорит, не потеряно ли что-нибудь.",
    ),
    "help-ledger-gaps": (
        "Compares the ledger with the wire, for every outbox and urgent topic: whether each offset has one disposition, what waits, and what is lost, by its exact offsets. The exit code is 0 if nothing is lost, 1 if something is lost or recorded twice, 6 if wire or ledger cannot be reached.",
        "Тізілімді желімен салыстырады, әр шығыс және шұғыл тақырып бойынша: әр орынның бір тағдыры бар ма, не күтіп тұр және не жоғалды, дәл орындарымен. Шығу коды: ештеңе жоғалмаса 0, бірдеңе жоғалса немесе екі рет жазылса 1, желіге не тізілімге жету мүмкін болмаса 6.",
        "Сверяет реестр с каналом по каждой исходящей и срочной теме: есть ли у каждого смещения один исход, что ждёт и что потеряно, с точными смещениями. Код выхода 0, если ничего не потеряно; 1, если что-то потеряно или записано дважды; 6, если канал или реестр недоступны.",
    ),
    "option-gaps-folder": (
        "The operator's folder with the profile of intake. Otherwise the profile as HABARSHY_PROFILE says, otherwise HABARSHY_OPERATOR or bus in the folder of the stack.",
        "Оператордың қабылдау профилі жатқан қалтасы. Берілмесе HABARSHY_PROFILE көрсеткен профиль, ол да болмаса HABARSHY_OPERATOR немесе стек қалтасындағы bus.",
        "Папка оператора с профилем приёма. Иначе профиль из HABARSHY_PROFILE, иначе HABARSHY_OPERATOR или bus в папке стека.",
    ),
    "gaps-partition": ("partition", "бөлім", "раздел"),
    "gaps-lost": ("lost", "жоғалғаны", "потеряно"),
    "gaps-recorded": ("next to record", "келесі жазылатыны", "записывается далее"),
    "gaps-wire": ("on the wire", "желіде", "в канале"),
    "gaps-waits": ("waits", "күтіп тұр", "ждёт"),
    "gaps-of-generation": (
        "{offset}, generation {generation}",
        "{offset}, {generation}-буын",
        "{offset}, поколение {generation}",
    ),
    "gaps-gone": (
        "{where}: lost: {offsets}, wire generation {generation}. The wire had dropped it before it was read: ask the agency to send it again.",
        "{where}: жоғалды: {offsets}, желінің {generation}-буыны. Оқылмай тұрып желіден өшірілген: органнан қайта жіберуін сұраңыз.",
        "{where}: потеряно: {offsets}, поколение {generation}. Канал удалил это до прочтения: попросите орган отправить снова.",
    ),
    "gaps-passed-over": (
        "{where}: passed over: {offsets}, wire generation {generation}. The wire still has it; the fault is ours: tell the engineers before the wire drops it.",
        "{where}: аттап өтілді: {offsets}, желінің {generation}-буыны. Ол әлі желіде; кінә бізде: желі өшіргенше инженерлерге айтыңыз.",
        "{where}: пропущено: {offsets}, поколение {generation}. В канале это ещё есть; ошибка наша: сообщите инженерам, пока канал это не удалил.",
    ),
    "gaps-doubled": (
        "{where}: {number} dispositions too many: our fault. Tell the engineers.",
        "{where}: {number} тағдыр артық: біздің қатеміз. Инженерлерге айтыңыз.",
        "{where}: лишних исходов — {number}: это наша ошибка. Сообщите инженерам.",
    ),
    "gaps-went-back": (
        "{where}: the wire holds less than the ledger has recorded. Nothing that was recorded is lost; intake begins the next generation when it reads on.",
        "{where}: желіде тізілімге жазылғаннан аз. Жазылғанның ештеңесі жоғалған жоқ; қабылдау әрі қарай оқығанда келесі буынды бастайды.",
        "{where}: в канале меньше, чем записано в реестре. Из записанного ничего не потеряно; читая дальше, приём начнёт следующее поколение.",
    ),
    "gaps-none": (
        "Nothing is lost. Records that wait: {waits}.",
        "Ештеңе жоғалған жоқ. Күтіп тұрған жазбалар: {waits}.",
        "Ничего не потеряно. Ждут записи: {waits}.",
    ),
    "gaps-some": (
        "LOST: {lost}. Records that wait: {waits}.",
        "ЖОҒАЛҒАНЫ: {lost}. Күтіп тұрған жазбалар: {waits}.",
        "ПОТЕРЯНО: {lost}. Ждут записи: {waits}.",
    ),
}
