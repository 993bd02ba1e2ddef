"""The words of `habarshy run`, `ledger` and `verify`: for each key English, Kazakh, Russian."""

from typing import Final

RUNNING: Final[dict[str, tuple[str, str, str]]] = {
    "short-run": ("Runs the bus's processes.", "Шинаның процестерін жүргізеді.", "Запускает процессы шины."),
    "help-run": (
        "Runs a part of the bus in the foreground until it is told to stop: intake, which checks what agencies send and records it in the ledger; relay, which writes into the inboxes; evidence, which numbers what was decided and signs it for the witnesses; or bus, which is all of them in one process. SIGTERM ends it in order. The log goes to the error output.",
        "Шинаның бір бөлігін тоқтатылғанша алдыңғы планда жүргізеді: intake органдар жібергенін тексеріп, тізілімге жазады; relay кіріс жәшіктеріне жазады; evidence шешілгенді нөмірлеп, куәгерлер үшін қол қояды; bus бәрін бір процесте жүргізеді. SIGTERM ретімен тоқтатады. Журнал қателер шығысына жазылады.",
        "Запускает часть шины на переднем плане, пока её не остановят: intake проверяет присланное органами и записывает в реестр; relay пишет во входящие; evidence нумерует решённое и подписывает его для свидетелей; bus — всё это в одном процессе. SIGTERM завершает по порядку. Журнал идёт в поток ошибок.",
    ),
    "option-watch": (
        "Where the process says how it is, as ADDRESS:PORT: /livez, /readyz and /metrics. Otherwise HABARSHY_WATCH; otherwise this machine alone and a free port, which the log names.",
        "Процесс өз күйін қай жерде айтатыны, МЕКЕНЖАЙ:ПОРТ түрінде: /livez, /readyz, /metrics. Берілмесе HABARSHY_WATCH; ол да болмаса тек осы машинада, журнал атайтын бос портта.",
        "Где процесс сообщает о своём состоянии, в виде АДРЕС:ПОРТ: /livez, /readyz и /metrics. Иначе HABARSHY_WATCH; иначе только на этой машине и на свободном порту, который назовёт журнал.",
    ),
    "option-log": (
        "How the log is written: text, or json, one document on each line; otherwise HABARSHY_LOG.",
        "Журнал қалай жазылады: text немесе json, әр жолда бір құжат; берілмесе HABARSHY_LOG.",
        "Как пишется журнал: text или json, по документу на строку; иначе HABARSHY_LOG.",
    ),
    "metavar-part": ("PART", "БӨЛІК", "ЧАСТЬ"),
    "option-bus-folder": (
        "The operator's folder with the profiles of intake, relay and sequencer. Otherwise, for bus HABARSHY_OPERATOR or bus in the folder of the stack; for one part alone its profile as HABARSHY_PROFILE says.",
        "Оператордың қабылдау, жеткізу және нөмірлеуші профильдері жатқан қалтасы. Берілмесе: bus үшін HABARSHY_OPERATOR немесе стек қалтасындағы bus; жеке бөлік үшін HABARSHY_PROFILE көрсеткен профиль.",
        "Папка оператора с профилями приёма, доставки и нумератора. Иначе: для bus — HABARSHY_OPERATOR или bus в папке стека; для отдельной части — профиль из HABARSHY_PROFILE.",
    ),
    "option-ledger": (
        "Where the ledger is, as PostgreSQL's clients write it; otherwise HABARSHY_POSTGRES, otherwise the stack that runs here.",
        "Тізілім қайда, PostgreSQL клиенттері жазатын түрде; берілмесе HABARSHY_POSTGRES, ол да болмаса осында жүріп тұрған стек.",
        "Где реестр, в записи клиентов PostgreSQL; иначе HABARSHY_POSTGRES, иначе работающий здесь стек.",
    ),
    "metavar-address": ("ADDRESS", "МЕКЕНЖАЙ", "АДРЕС"),
    "short-ledger": ("Looks after the ledger.", "Тізілімді күтіп ұстайды.", "Обслуживает реестр."),
    "help-ledger": ("The ledger in PostgreSQL.", "PostgreSQL ішіндегі тізілім.", "Реестр в PostgreSQL."),
    "short-migrate": ("Brings the tables forward.", "Кестелерді жаңартады.", "Обновляет таблицы."),
    "help-migrate": (
        "Makes the tables of the ledger, or brings them forward to this program. Asked again, it does nothing.",
        "Тізілім кестелерін жасайды немесе осы бағдарламаға сай жаңартады. Қайта шақырылса, ештеңе істемейді.",
        "Создаёт таблицы реестра или обновляет их до этой программы. Повторный вызов ничего не делает.",
    ),
    "ledger-migrated": ("Applied: {names}", "Қолданылды: {names}", "Применено: {names}"),
    "ledger-up-to-date": ("Nothing to do.", "Істейтін ештеңе жоқ.", "Делать нечего."),
    "short-verify": (
        "Says what a record proves.",
        "Жазбаның нені дәлелдейтінін айтады.",
        "Говорит, что доказывает запись.",
    ),
    "help-verify": (
        "Says of a record of an inbox, out of a file that habarshy inbox --json wrote, what is proved: its form, that the bus delivered it, and who sent it. With a saved reference log it needs no network. The exit code is 1 if something is refuted.",
        "habarshy inbox --json жазған файлдағы кіріс жазбасы туралы не дәлелденгенін айтады: пішіні, оны шина жеткізгені және кім жібергені. Сақталған анықтамалық журналымен желі керек емес. Бірдеңе теріске шығарылса, шығу коды 1 болады.",
        "Говорит о записи входящих из файла, который вывела habarshy inbox --json, что доказано: её форма, что её доставила шина и кто её отправил. С сохранённым справочным журналом сеть не нужна. Код выхода 1, если что-то опровергнуто.",
    ),
    "option-reference": (
        "The reference log as it was saved; otherwise it is read from the wire.",
        "Сақталған анықтамалық журналы; берілмесе, желіден оқылады.",
        "Сохранённый справочный журнал; иначе он читается из канала.",
    ),
    "option-save-reference": (
        "Where to save the reference log for later.",
        "Анықтамалық журналын кейінге қайда сақтау керек.",
        "Куда сохранить справочный журнал на будущее.",
    ),
    "option-save-record": (
        "Where to write the record alone, without the clear body that may stand beside it in FILE.",
        "Файлда қатар тұруы мүмкін ашық мәтінсіз, жазбаның өзін ғана қайда жазу керек.",
        "Куда записать одну лишь запись, без открытого содержания, которое может стоять рядом в файле.",
    ),
    "proof-beside": (
        "What stands beside it in clear",
        "Қатар тұрған ашық мәтін",
        "Открытый текст рядом с записью",
    ),
    "proof-form": ("Form and digest", "Пішіні мен хеші", "Форма и хеш"),
    "proof-bus": ("Delivered by the bus", "Шина жеткізген", "Доставлено шиной"),
    "proof-sender": ("Sent by its sender", "Жіберушісі жіберген", "Отправлено отправителем"),
    "proof-place": ("When and where appended", "Қашан және қайда жазылған", "Когда и где записано"),
    "proof-unproved": (
        "NOT PROVED: nobody signs it",
        "ДӘЛЕЛДЕНБЕДІ: оған ешкім қол қоймайды",
        "НЕ ДОКАЗАНО: этого никто не подписывает",
    ),
    "proof-of-the-file": (
        "The file says {at}, partition {partition}, offset {offset}. That the bus's key held is judged at this instant.",
        "Файлда былай делінген: {at}, бөлім {partition}, орын {offset}. Шина кілтінің күші осы сәтке қарай бағаланады.",
        "В файле сказано: {at}, раздел {partition}, место {offset}. Действовал ли ключ шины, судят на этот момент.",
    ),
    "proof-proved": ("proved", "дәлелденді", "доказано"),
    "proof-refuted": ("REFUTED", "ТЕРІСКЕ ШЫҒАРЫЛДЫ", "ОПРОВЕРГНУТО"),
    "proof-not-looked-at": ("not looked at", "қаралған жоқ", "не рассматривалось"),
    "proof-none": (
        "the bus itself made it",
        "оны шинаның өзі жасаған",
        "создано самой шиной",
    ),
}
