"""The words of `habarshy sandbox` in English, Kazakh and Russian."""

from typing import Final

SANDBOX: Final[dict[str, tuple[str, str, str]]] = {
    "short-sandbox": (
        "Runs a whole bus here, to try it out.",
        "Байқап көру үшін тұтас шинаны осында жүргізеді.",
        "Запускает здесь целую шину для пробы.",
    ),
    "help-sandbox": (
        "A whole bus on this machine, to try it out: Kafka, PostgreSQL, the agencies of the sample directory with keys of their own, and the bus between them. For demonstration only: one folder holds everybody's keys.",
        "Байқап көруге арналған тұтас шина: Kafka, PostgreSQL, үлгі анықтамалықтың өз кілттері бар органдары және олардың арасындағы шина. Тек көрсетуге арналған: барлығының кілті бір қалтада жатыр.",
        "Целая шина на этой машине для пробы: Kafka, PostgreSQL, органы из образца справочника со своими ключами и шина между ними. Только для показа: ключи всех лежат в одной папке.",
    ),
    "short-sandbox-up": ("Starts the sandbox.", "Байқау шинасын іске қосады.", "Запускает пробную шину."),
    "help-sandbox-up": (
        "Starts what does not run yet, enrols the agencies that are named, with those above them, or all of the sample, and says how to go on.",
        "Әлі жүрмегенін іске қосады, аталған органдарды жоғары тұрғандарымен бірге (аталмаса, үлгідегінің бәрін) тіркейді және әрі қарай не істеуге болатынын айтады.",
        "Запускает то, что не запущено, заводит названные органы с вышестоящими (или весь образец) и говорит, что делать дальше.",
    ),
    "short-sandbox-down": ("Stops the sandbox.", "Байқау шинасын тоқтатады.", "Останавливает пробную шину."),
    "help-sandbox-down": (
        "Stops the bus and its servers. What they hold stays; habarshy stack reset --yes deletes it.",
        "Шинаны және оның серверлерін тоқтатады. Ішіндегісі сақталады; оны habarshy stack reset --yes жояды.",
        "Останавливает шину и её серверы. Содержимое остаётся; его удаляет habarshy stack reset --yes.",
    ),
    "short-sandbox-status": ("Shows what runs.", "Не жүріп тұрғанын көрсетеді.", "Показывает, что запущено."),
    "help-sandbox-status": (
        "Shows the bus and each server. The exit code is 1 if one of them is stopped.",
        "Шинаны және әр серверді көрсетеді. Біреуі тоқтап тұрса, шығу коды 1 болады.",
        "Показывает шину и каждый сервер. Код выхода 1, если что-то остановлено.",
    ),
    "sandbox-bus": (
        "The bus gets its keys, tables and topics.",
        "Шинаның кілттері, кестелері мен топиктері жасалып жатыр.",
        "Создаются ключи, таблицы и топики шины.",
    ),
    "sandbox-agencies": (
        "Agencies are being enrolled: {number}.",
        "Органдар тіркеліп жатыр: {number}.",
        "Вступают органы: {number}.",
    ),
    "sandbox-process": (
        "The bus's own process is starting.",
        "Шинаның өз процесі іске қосылып жатыр.",
        "Запускается процесс самой шины.",
    ),
    "sandbox-is-up": (
        "The bus runs, with {number} agencies. FOR DEMONSTRATION: all keys lie in {folder}.",
        "Шина {number} органмен жүріп тұр. ТЕК КӨРСЕТУГЕ АРНАЛҒАН: барлық кілттер {folder} қалтасында.",
        "Шина работает, органов: {number}. ТОЛЬКО ДЛЯ ПОКАЗА: все ключи лежат в {folder}.",
    ),
    "sandbox-try": ("Try it:", "Байқап көріңіз:", "Попробуйте:"),
}
