"""What --help says: for each key English, Kazakh, Russian."""

from typing import Final

HELP: Final[dict[str, tuple[str, str, str]]] = {
    "usage": ("Usage:", "Қолданылуы:", "Вызов:"),
    "options": ("Options", "Параметрлер", "Параметры"),
    "options-piece": ("OPTIONS", "ПАРАМЕТРЛЕР", "ПАРАМЕТРЫ"),
    "commands": ("Commands", "Командалар", "Команды"),
    "command-piece": ("COMMAND ...", "КОМАНДА ...", "КОМАНДА ..."),
    "metavar-text": ("WORD", "СӨЗ", "СЛОВО"),
    "metavar-instant": ("INSTANT", "СӘТ", "МОМЕНТ"),
    "metavar-code": ("CODE", "КОД", "КОД"),
    "metavar-name": ("NAME", "АТАУЫ", "ИМЯ"),
    "metavar-file": ("FILE", "ФАЙЛ", "ФАЙЛ"),
    "metavar-folder": ("FOLDER", "ҚАЛТА", "ПАПКА"),
    "metavar-shell": ("SHELL", "ҚАБЫҚША", "ОБОЛОЧКА"),
    "help-habarshy": (
        "The notices that law obliges Kazakhstan's agencies to give each other: who must tell whom what, by when, under which law.",
        "Қазақстан органдары заң бойынша бір-біріне беруге міндетті хабарламалар: кім, кімге, нені, қашанға дейін және қай заң бойынша хабарлауы тиіс.",
        "Уведомления, которые органы Казахстана обязаны давать друг другу по закону: кто, кому, что, к какому сроку и по какому закону сообщает.",
    ),
    "epilog-habarshy": (
        "Exit codes: 0 done, 1 something is wrong with the message, 2 wrong call, 3 not found, 4 a file cannot be read or written, 70 our fault.",
        "Шығу кодтары: 0 орындалды, 1 хабарда кемшілік бар, 2 қате шақыру, 3 табылмады, 4 файл оқылмайды немесе жазылмайды, 70 біздің қатеміз.",
        "Коды выхода: 0 выполнено, 1 с сообщением что-то не так, 2 неверный вызов, 3 не найдено, 4 файл не читается или не пишется, 70 наша ошибка.",
    ),
    "option-help": ("Shows this help.", "Осы анықтаманы көрсетеді.", "Показывает эту справку."),
    "option-lang": (
        "Language: kk, ru or en; otherwise HABARSHY_LANG or the terminal's.",
        "Тілі: kk, ru немесе en; көрсетілмесе HABARSHY_LANG немесе терминал тілі.",
        "Язык: kk, ru или en; иначе HABARSHY_LANG или язык терминала.",
    ),
    "option-version": ("Shows the version.", "Нұсқасын көрсетеді.", "Показывает версию."),
    "option-json": (
        "One JSON document, for programs.",
        "Бағдарламаларға арналған бір JSON құжаты.",
        "Один документ JSON, для программ.",
    ),
    "option-jsonl": (
        "One JSON line for each entry, for programs.",
        "Бағдарламаларға: әр жазбаға бір JSON жолы.",
        "По строке JSON на запись, для программ.",
    ),
    "option-family": (
        "Only this family, such as detention.",
        "Тек осы топ, мысалы detention.",
        "Только эта группа, например detention.",
    ),
    "option-tier": ("Only this tier.", "Тек осы түрі.", "Только этот вид."),
    "option-sender": ("Only what this role owes.", "Тек осы рөлдің міндеттері.", "Только то, что обязана эта роль."),
    "option-recipient": (
        "Only what this role is owed.",
        "Тек осы рөлге хабарланатындар.",
        "Только то, что сообщают этой роли.",
    ),
    "option-search": (
        "Only entries with all these words, in any language.",
        "Тек осы сөздердің бәрі бар жазбалар, кез келген тілде.",
        "Только записи со всеми этими словами, на любом языке.",
    ),
    "option-by": (
        "Only what this role may publish.",
        "Тек осы рөл жариялай алатындар.",
        "Только то, что может публиковать эта роль.",
    ),
    "option-role": ("Only agencies with this role.", "Тек осы рөлі бар органдар.", "Только органы с этой ролью."),
    "option-territory": (
        "Only agencies of this territory (KATO) and below it.",
        "Тек осы аумақтағы (ӘАОЖ) және оған кіретін органдар.",
        "Только органы этой территории (КАТО) и ниже.",
    ),
    "option-at": (
        "As the directory stood at this instant (2026-08-01 or 2026-08-01T09:00:00+05:00); otherwise its newest state.",
        "Анықтамалықтың осы сәттегі күйі (2026-08-01 немесе 2026-08-01T09:00:00+05:00); көрсетілмесе соңғы күйі.",
        "Состояние справочника на этот момент (2026-08-01 или 2026-08-01T09:00:00+05:00); иначе последнее.",
    ),
    "option-on": (
        "As it stood on this day (2026-08-01); otherwise its newest state.",
        "Осы күнгі редакциясы (2026-08-01); көрсетілмесе соңғысы.",
        "Редакция на этот день (2026-08-01); иначе последняя.",
    ),
    "option-type": (
        "Only examples of this type of message.",
        "Тек осы түрдегі хабар мысалдары.",
        "Только примеры сообщений этого типа.",
    ),
    "option-about": (
        "Only examples about this duty or fact.",
        "Тек осы міндет немесе оқиға туралы мысалдар.",
        "Только примеры об этой обязанности или событии.",
    ),
    "option-record": (
        "The two lines of the record instead of a document, the body before sealing.",
        "Құжат орнына жазбаның екі жолы, мәтіні мөрленбеген.",
        "Две строки записи вместо документа, содержание до запечатывания.",
    ),
    "option-canonical": (
        "Prints the envelope in its canonical form.",
        "Конверттің канондық түрін шығарады.",
        "Печатает конверт в канонической форме.",
    ),
    "short-tour": (
        "A tour of the catalogue in a minute.",
        "Каталогпен бір минутта танысу.",
        "Знакомство с каталогом за минуту.",
    ),
    "help-tour": (
        "Shows what the catalogue holds, and which commands to try.",
        "Каталогта не бар екенін және қандай командаларды қолданып көруге болатынын көрсетеді.",
        "Показывает, что есть в каталоге и какие команды попробовать.",
    ),
    "short-duties": ("Lists the duties.", "Міндеттердің тізімі.", "Список обязанностей."),
    "help-duties": (
        "Lists the duties of the catalogue: who must tell whom, by when.",
        "Каталогтағы міндеттер: кім, кімге, қашанға дейін хабарлауы тиіс.",
        "Обязанности каталога: кто, кому и к какому сроку сообщает.",
    ),
    "short-duty": ("Shows a duty whole.", "Міндетті толық көрсетеді.", "Показывает обязанность целиком."),
    "help-duty": (
        "Shows everything about one duty: term, content, rules, and the law word for word with our translation and reading.",
        "Бір міндет туралы бәрі: мерзімі, мазмұны, қағидалары және заңның сөзбе-сөз мәтіні мен біздің түсіндіруіміз.",
        "Всё об одной обязанности: срок, содержание, правила и закон дословно, с нашим переводом и толкованием.",
    ),
    "short-facts": (
        "Lists the facts that agencies publish.",
        "Органдар жариялайтын оқиғалар.",
        "Список событий, которые публикуют органы.",
    ),
    "help-facts": (
        "Lists the facts: who may publish each, which duties it opens and closes.",
        "Оқиғалар: әрқайсысын кім жариялай алады, қандай міндеттерді ашады және жабады.",
        "События: кто может опубликовать, какие обязанности открывает и закрывает.",
    ),
    "short-calendar": (
        "Shows a year's days off.",
        "Жылдың демалыс күндерін көрсетеді.",
        "Показывает выходные дни года.",
    ),
    "help-calendar": (
        "Shows a year at a glance: holidays, moved days off and days off that are worked, each with its act.",
        "Жылды бір шолып көрсетеді: мерекелер, ауыстырылған демалыстар және жұмыс күніне айналған демалыстар, әрқайсысы өз актісімен.",
        "Показывает год целиком: праздники, перенесённые выходные и выходные, ставшие рабочими, каждый со своим актом.",
    ),
    "short-diff": ("Compares two calendars.", "Екі күнтізбені салыстырады.", "Сравнивает два календаря."),
    "help-diff": (
        "Shows which days differ between two calendars, from what to what, and by which act. Each is the word packaged, an override file, or a folder in the form of the packaged calendar.",
        "Екі күнтізбеде қай күндер өзгеше екенін көрсетеді: неден неге және қай акт бойынша. Әрқайсысы — packaged сөзі, түзету файлы немесе кірістірілген күнтізбе пішініндегі қалта.",
        "Показывает, какие дни в двух календарях различаются: с чего на что и по какому акту. Каждый из них — слово packaged, файл поправки или папка в форме встроенного календаря.",
    ),
    "option-override": (
        "A file that corrects the calendar and names its act; may be given again.",
        "Күнтізбені түзететін және актісін атайтын файл; бірнеше рет беруге болады.",
        "Файл поправки к календарю, который называет свой акт; можно указать несколько раз.",
    ),
    "metavar-year": ("YEAR", "ЖЫЛ", "ГОД"),
    "metavar-before": ("BEFORE", "БҰРЫН", "ДО"),
    "metavar-after": ("AFTER", "КЕЙІН", "ПОСЛЕ"),
    "short-agencies": (
        "Lists the agencies of the directory.",
        "Анықтамалықтағы органдар.",
        "Список органов справочника.",
    ),
    "help-agencies": (
        "Lists the agencies of the sample directory, by role and territory.",
        "Үлгі анықтамалықтағы органдар, рөлі мен аумағы бойынша.",
        "Органы примерного справочника, по роли и территории.",
    ),
    "short-agency": ("Shows an agency whole.", "Органды толық көрсетеді.", "Показывает орган целиком."),
    "help-agency": (
        "Shows one agency: roles, territory, overseer, keys, what it owes, and its history.",
        "Бір орган: рөлдері, аумағы, қадағалаушысы, кілттері, міндеттері және тарихы.",
        "Один орган: роли, территория, надзирающий, ключи, обязанности и история.",
    ),
    "short-example": (
        "Shows an example message, or lists them.",
        "Хабар мысалын көрсетеді немесе тізімін береді.",
        "Показывает пример сообщения или их список.",
    ),
    "help-example": (
        "Without a name lists the examples and stories; with one prints it as JSON, ready for `habarshy validate -`.",
        "Атаусыз — мысалдар мен хикаялар тізімі; атаумен — `habarshy validate -` үшін дайын JSON.",
        "Без имени — список примеров и историй; с именем — JSON, готовый для `habarshy validate -`.",
    ),
    "short-validate": (
        "Checks a message against the contract.",
        "Хабарды келісімшартқа сай тексереді.",
        "Проверяет сообщение по контракту.",
    ),
    "help-validate": (
        "Checks a message: a document as `habarshy example` prints it, or the two lines of a record. Says what is wrong, in which field, and what to do; form comes first, then the law, so mending one may show another. - reads what is piped in.",
        "Хабарды тексереді: `habarshy example` шығаратын құжат немесе жазбаның екі жолы. Не қате екенін, қай өрісте және не істеу керегін айтады; алдымен түрі, сосын заң тексеріледі, сондықтан бірін түзеткенде екіншісі көрінуі мүмкін. - енгізу ағынынан оқиды.",
        "Проверяет сообщение: документ, как его печатает `habarshy example`, или две строки записи. Говорит, что неверно, в каком поле и что делать; сначала проверяется форма, потом закон, так что исправление одного может открыть другое. - читает поток ввода.",
    ),
    "short-schema": (
        "Writes the JSON Schema of every message.",
        "Әр хабардың JSON Schema сипатын жазады.",
        "Записывает JSON Schema каждого сообщения.",
    ),
    "help-schema": (
        "The JSON Schema of every message.",
        "Әр хабардың JSON Schema сипаты.",
        "JSON Schema каждого сообщения.",
    ),
    "short-export": (
        "Writes one file for each message into a folder.",
        "Қалтаға әр хабарға бір файл жазады.",
        "Записывает в папку по файлу на сообщение.",
    ),
    "help-export": (
        "Writes the JSON Schema of every message into a folder, one file each.",
        "Әр хабардың JSON Schema сипатын қалтаға бөлек файлмен жазады.",
        "Записывает JSON Schema каждого сообщения в папку, по файлу на каждое.",
    ),
    "short-explain": ("Explains an error code.", "Қате кодын түсіндіреді.", "Объясняет код ошибки."),
    "help-explain": (
        "Says what an error code means and what to do; without a code lists them all.",
        "Қате коды нені білдіретінін және не істеу керегін айтады; кодсыз бәрін тізеді.",
        "Говорит, что значит код ошибки и что делать; без кода перечисляет все.",
    ),
    "short-completion": (
        "Prints the completion script of a shell.",
        "Қабықша үшін толықтыру скриптін шығарады.",
        "Печатает скрипт дополнения для оболочки.",
    ),
    "help-completion": (
        'Prints the script by which bash, zsh or fish completes commands, duties and agencies. For bash: add `eval "$(habarshy completion bash)"` to ~/.bashrc.',
        'bash, zsh немесе fish командаларды, міндеттер мен органдарды толықтыратын скриптті шығарады. bash үшін ~/.bashrc файлына қосыңыз: `eval "$(habarshy completion bash)"`.',
        'Печатает скрипт, которым bash, zsh или fish дополняют команды, обязанности и органы. Для bash добавьте в ~/.bashrc: `eval "$(habarshy completion bash)"`.',
    ),
    "short-deadline": (
        "By when a duty must be met, and why.",
        "Міндет қашанға дейін және неге.",
        "К какому сроку исполнить, и почему.",
    ),
    "help-deadline": (
        "By when a duty must be met, counted step by step from the instant that starts its clock, with the law behind it. With --batch, answers lines of JSON for programs.",
        "Міндетті қашанға дейін орындау керегін мерзімі басталған сәттен бастап қадам-қадаммен, заңымен қоса көрсетеді. --batch бағдарламаларға JSON жолдарымен жауап береді.",
        "К какому сроку исполнить обязанность: шаг за шагом от момента, с которого идёт срок, и по какому закону. С --batch отвечает программам на строки JSON.",
    ),
    "metavar-zone": ("ZONE", "БЕЛДЕУ", "ПОЯС"),
    "metavar-period": ("PERIOD", "КЕЗЕҢ", "ПЕРИОД"),
    "option-event": (
        "The instant that starts the clock: 2026-03-05T21:10:00+05:00, or a day such as 2026-03-05, which means its 00:00 in the zone.",
        "Мерзім басталатын сәт: 2026-03-05T21:10:00+05:00, немесе 2026-03-05 сияқты күн, яғни белдеудегі 00:00.",
        "Момент, с которого идёт срок: 2026-03-05T21:10:00+05:00, или день 2026-03-05, то есть его 00:00 в поясе.",
    ),
    "option-zone": (
        "In whose civil time days are counted: the zone of the agency that owes. Otherwise Asia/Almaty.",
        "Күндер қай белдеудің уақытымен есептеледі: міндетті органның белдеуі. Көрсетілмесе Asia/Almaty.",
        "По чьему времени считаются дни: пояс обязанного органа. Иначе Asia/Almaty.",
    ),
    "option-period": (
        "The period of a report: 2026-03-05, 2026-03, 2026-Q1 or 2026-H1. Otherwise the one that the instant ends.",
        "Есептің кезеңі: 2026-03-05, 2026-03, 2026-Q1 немесе 2026-H1. Көрсетілмесе сол сәтте аяқталған кезең.",
        "Период отчёта: 2026-03-05, 2026-03, 2026-Q1 или 2026-H1. Иначе тот, который этим моментом закончился.",
    ),
    "option-batch": (
        "Answers each JSON line of the standard input with one JSON line.",
        "Стандартты кірістегі әр JSON жолына бір JSON жолымен жауап береді.",
        "Отвечает на каждую строку JSON со стандартного ввода одной строкой JSON.",
    ),
    "short-judge": (
        "Judges what was said: who told whom in time.",
        "Айтылғанды бағалайды: кім кімге мерзімінде хабарлады.",
        "Оценивает сказанное: кто кому сообщил в срок.",
    ),
    "help-judge": (
        "Judges a scenario and says why, step by step. There is no directory: whoever publishes a trigger owes, and a role stands for the one agency that holds it. - reads what is piped in. With --batch, answers lines of JSON for programs.",
        "Сценарийді бағалап, себебін қадам-қадаммен айтады. Анықтамалық жоқ: бастау оқиғасын жариялаған орган міндетті, ал рөл оны атқаратын жалғыз органды білдіреді. - енгізу ағынынан оқиды. --batch бағдарламаларға JSON жолдарымен жауап береді.",
        "Оценивает сценарий и по шагам говорит почему. Справочника нет: обязан тот, кто опубликовал исходное событие, а роль означает единственный орган, который её исполняет. - читает поток ввода. С --batch отвечает программам на строки JSON.",
    ),
    "option-batch-scenarios": (
        "Answers JSON lines: one scenario a line.",
        "JSON жолдарына жауап береді: әр жолда бір сценарий.",
        "Отвечает на строки JSON: в строке один сценарий.",
    ),
}
