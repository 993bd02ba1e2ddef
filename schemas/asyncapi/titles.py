"""What topics and types of message are called in the document, in three languages. Facts and duties have their titles in the catalogue."""

from collections.abc import Mapping
from typing import Final

from schemas.catalogue.catalogue import Catalogue
from schemas.texts import Text

TOPICS: Final[Mapping[str, tuple[str, str, str]]] = {
    "outbox": (
        "What an agency sends",
        "Органның жібергендері",
        "Что отправляет орган",
    ),
    "urgent": (
        "What an agency sends when a duty is immediate",
        "Орган дереу орындалатын міндет бойынша жіберетіндер",
        "Что орган отправляет, когда обязанность немедленная",
    ),
    "inbox": (
        "What an agency receives",
        "Органның алатындары",
        "Что получает орган",
    ),
    "obligations": (
        "Every obligation, for national overseers",
        "Ұлттық қадағалаушы органдарға арналған барлық міндеттемелер",
        "Все обязательства, для национальных надзорных органов",
    ),
    "obligations.protected": (
        "Obligations about protected persons, for those who are cleared",
        "Қорғалатын тұлғалар туралы міндеттемелер, рұқсаты барларға",
        "Обязательства о защищаемых лицах, для имеющих допуск",
    ),
    "reference": (
        "The reference log: directory, catalogue, calendar, policy, keys",
        "Анықтамалық журнал: анықтамалық, каталог, күнтізбе, ішкі нысаналар, кілттер",
        "Справочный журнал: справочник, каталог, календарь, нормативы, ключи",
    ),
    "evidence": (
        "Checkpoints of the evidence, for witnesses",
        "Куәларға арналған дәлелдердің бақылау нүктелері",
        "Контрольные точки доказательств, для свидетелей",
    ),
    "pulse": (
        "Whether the bus is awake",
        "Шинаның ояу екені",
        "Бодрствует ли шина",
    ),
}

KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "receipt": ("Receipt", "Растау", "Подтверждение"),
    "correction": ("Correction", "Түзету", "Исправление"),
    "withdrawal": ("Withdrawal", "Қайтарып алу", "Отзыв"),
    "objection": ("Objection to a verdict", "Бағаға қарсылық", "Возражение на оценку"),
    "ruling": ("Ruling of the overseer", "Қадағалаушы органның шешімі", "Решение надзорного органа"),
    "handover-offered": ("Handover offered", "Тапсыру ұсынылды", "Передача предложена"),
    "handover-accepted": ("Handover accepted", "Тапсыру қабылданды", "Передача принята"),
    "fallback-contact": (
        "Recipient told off the bus",
        "Алушыға шинадан тыс хабарланды",
        "Получателю сообщено мимо шины",
    ),
    "fallback-confirmed": (
        "Recipient confirms being told off the bus",
        "Алушы шинадан тыс хабарланғанын растайды",
        "Получатель подтверждает сообщение мимо шины",
    ),
    "drill-opened": ("Drill opened", "Оқу-жаттығу басталды", "Учение начато"),
    "drill-closed": ("Drill closed", "Оқу-жаттығу аяқталды", "Учение закончено"),
    "rewrap": (
        "Content key wrapped for a further reader",
        "Мәтін кілті тағы бір оқушыға оралды",
        "Ключ содержания завёрнут для ещё одного читателя",
    ),
    "resync": ("Request to send again", "Қайта жіберу сұрауы", "Просьба прислать заново"),
    "countersignature": (
        "A witness countersigns a checkpoint",
        "Куә бақылау нүктесіне қоса қол қояды",
        "Свидетель заверяет контрольную точку",
    ),
    "acceptance": ("Record accepted", "Жазба қабылданды", "Запись принята"),
    "rejection": ("Record rejected", "Жазба қабылданбады", "Запись отвергнута"),
    "obligation": ("Obligation as it stands", "Міндеттеменің күйі", "Состояние обязательства"),
    "directory-entry": ("Entry of the directory", "Анықтамалық жазбасы", "Запись справочника"),
    "reference-entry": (
        "Version of catalogue, calendar, policy, schemas or keys",
        "Каталогтың, күнтізбенің, ішкі нысаналардың, схемалардың не кілттердің нұсқасы",
        "Версия каталога, календаря, нормативов, схем или ключей",
    ),
    "checkpoint": ("Checkpoint of the evidence", "Дәлелдердің бақылау нүктесі", "Контрольная точка доказательств"),
}


def of_topic(name: str) -> Text:
    return _text(TOPICS[name])


def of_message(kind: str, name: str | None, catalogue: Catalogue) -> Text:
    """A fact or a duty by its own title, any other message by its type's."""
    if name is None:
        return _text(KINDS[kind])
    if kind == "fact":
        return catalogue.fact_by_code[name].text
    return catalogue.duties_by_code[name][-1].title


def _text(said: tuple[str, str, str]) -> Text:
    en, kk, ru = said
    return Text(en=en, kk=kk, ru=ru)
