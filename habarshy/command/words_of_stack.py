"""The words of `habarshy stack` in English, Kazakh and Russian."""

from typing import Final

STACK: Final[dict[str, tuple[str, str, str]]] = {
    "short-stack": (
        "Runs a real Kafka and a real PostgreSQL here.",
        "Нағыз Kafka мен PostgreSQL серверін осында жүргізеді.",
        "Запускает здесь настоящие Kafka и PostgreSQL.",
    ),
    "help-stack": (
        "A real Kafka and a real PostgreSQL on this machine, from packages: neither root nor containers nor Java are needed.",
        "Осы машинада пакеттерден алынған нағыз Kafka мен PostgreSQL: root құқығы да, контейнер де, Java да керек емес.",
        "Настоящие Kafka и PostgreSQL на этой машине из пакетов: не нужны ни права root, ни контейнеры, ни Java.",
    ),
    "short-up": ("Starts the stack.", "Стекті іске қосады.", "Запускает стек."),
    "help-up": (
        "Starts what does not run yet and waits until it answers. The first call fetches the files of Kafka; later ones need no network.",
        "Әлі жүріп тұрмағанын іске қосып, жауап бергенше күтеді. Алғашқы шақыру Kafka файлдарын жүктейді; кейінгілеріне желі керек емес.",
        "Запускает то, что ещё не запущено, и ждёт ответа. Первый вызов загружает файлы Kafka; следующим сеть не нужна.",
    ),
    "short-down": ("Stops the stack.", "Стекті тоқтатады.", "Останавливает стек."),
    "help-down": (
        "Stops the servers. What they hold stays and is there at the next start.",
        "Серверлерді тоқтатады. Ішіндегісі сақталады, келесі іске қосуда орнында болады.",
        "Останавливает серверы. Их содержимое остаётся и будет на месте при следующем запуске.",
    ),
    "short-status": ("Shows what runs.", "Не жүріп тұрғанын көрсетеді.", "Показывает, что запущено."),
    "help-status": (
        "Shows each server with its address. The exit code is 1 if one of them is stopped.",
        "Әр серверді мекенжайымен көрсетеді. Біреуі тоқтап тұрса, шығу коды 1 болады.",
        "Показывает каждый сервер с адресом. Код выхода 1, если какой-то остановлен.",
    ),
    "short-logs": ("Shows the ends of the logs.", "Журналдардың соңын көрсетеді.", "Показывает концы журналов."),
    "help-logs": (
        "Shows the last lines of each server's log.",
        "Әр сервер журналының соңғы жолдарын көрсетеді.",
        "Показывает последние строки журнала каждого сервера.",
    ),
    "short-reset": ("Deletes the stack.", "Стекті жояды.", "Удаляет стек."),
    "help-reset": (
        "Stops the servers and deletes all that they hold. The files of Kafka stay.",
        "Серверлерді тоқтатып, ішіндегісін түгел жояды. Kafka файлдары қалады.",
        "Останавливает серверы и удаляет всё их содержимое. Файлы Kafka остаются.",
    ),
    "option-brokers": (
        "How many brokers: 1 (usual) or 3.",
        "Брокер саны: 1 (әдетте) немесе 3.",
        "Сколько брокеров: 1 (обычно) или 3.",
    ),
    "option-profile": (
        "secured (usual): TLS, users, rights. plaintext: none of it, for tests of something else.",
        "secured (әдетте): TLS, пайдаланушылар, құқықтар. plaintext: бұлардың ешқайсысы жоқ, басқаны тексеретін тесттерге.",
        "secured (обычно): TLS, пользователи, права. plaintext: ничего этого, для тестов о другом.",
    ),
    "option-kafka": (
        "packages (usual), or testcontainers where an engine for containers runs.",
        "packages (әдетте) немесе контейнер қозғалтқышы бар жерде testcontainers.",
        "packages (обычно) или testcontainers, если работает движок контейнеров.",
    ),
    "metavar-number": ("NUMBER", "САН", "ЧИСЛО"),
    "option-lines": (
        "How many lines of each log.",
        "Әр журналдан неше жол көрсету керек.",
        "Сколько строк каждого журнала.",
    ),
    "option-yes": (
        "Yes, delete everything in it.",
        "Иә, ішіндегінің бәрін жою керек.",
        "Да, удалить всё содержимое.",
    ),
    "stack-server": ("Server", "Сервер", "Сервер"),
    "stack-condition": ("Condition", "Күйі", "Состояние"),
    "stack-address": ("Address", "Мекенжайы", "Адрес"),
    "stack-process": ("Process", "Процесс", "Процесс"),
    "stack-runs": ("runs", "жүріп тұр", "работает"),
    "stack-stopped": ("stopped", "тоқтап тұр", "остановлен"),
    "stack-configured": ("configured", "бапталған", "задан"),
    "stack-jars": ("Files of Kafka", "Kafka файлдары", "Файлы Kafka"),
    "stack-fetching": (
        "Fetching the files of Kafka, once: {number} files, {size}.",
        "Kafka файлдары бір рет жүктеледі: файл саны {number}, көлемі {size}.",
        "Один раз загружаются файлы Kafka: файлов {number}, {size}.",
    ),
    "stack-starting": (
        "Kafka and PostgreSQL are starting.",
        "Kafka мен PostgreSQL іске қосылып жатыр.",
        "Запускаются Kafka и PostgreSQL.",
    ),
    "stack-fetched": (
        "The files of Kafka are here; the servers are starting.",
        "Kafka файлдары келді; серверлер іске қосылып жатыр.",
        "Файлы Kafka получены; серверы запускаются.",
    ),
    "stack-plaintext": (
        "The plaintext profile asks nobody who he is and hides nothing: for tests of something else, never for notices.",
        "plaintext профилі ешкімнің кім екенін сұрамайды, ештеңе жасырмайды: тек басқаны тексеретін тесттерге, хабарламаларға ешқашан.",
        "Профиль plaintext никого не спрашивает, кто он, и ничего не скрывает: для тестов о другом, никогда для уведомлений.",
    ),
    "stack-is-up": (
        "It goes on running. Its folder: {folder}. Stop it with: habarshy stack down",
        "Ол жұмысын жалғастыра береді. Қалтасы: {folder}. Тоқтату: habarshy stack down",
        "Он продолжит работать. Его папка: {folder}. Остановить: habarshy stack down",
    ),
    "stack-ended": ("Stopped: {names}.", "Тоқтатылды: {names}.", "Остановлено: {names}."),
    "stack-was-down": ("Nothing was running.", "Ештеңе жүріп тұрған жоқ еді.", "Ничего не было запущено."),
    "stack-deleted": ("Deleted: {folder}.", "Жойылды: {folder}.", "Удалено: {folder}."),
}
