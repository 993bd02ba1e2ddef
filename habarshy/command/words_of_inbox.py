"""The words of `habarshy inbox`."""

from typing import Final

INBOX: Final = {
    "short-inbox": (
        "Shows what has come for an agency.",
        "Органға келгенін көрсетеді.",
        "Показывает, что пришло органу.",
    ),
    "help-inbox": (
        "Shows the messages in an agency's inbox: proved by the bus's and the sender's signatures, and opened with the agency's keys. It only looks: nothing counts as taken, and nobody is answered, unless --take is given. It begins with what the agency has not taken yet.",
        "Органның кіріс топигіндегі хабарларды көрсетеді: шина мен жіберушінің қолтаңбалары тексеріліп, органның кілттерімен ашылған. Тек қарайды: --take берілмесе, ештеңе қабылданды деп саналмайды және ешкімге жауап берілмейді. Орган әлі қабылдамаған хабардан бастайды.",
        "Показывает сообщения во входящих органа: подписи шины и отправителя проверены, тело открыто ключами органа. Команда только смотрит: без --take ничего не считается принятым и никому не отвечают. Начинает с того, что орган ещё не принял.",
    ),
    "option-follow": ("Goes on until it is stopped.", "Тоқтатылғанша жалғастырады.", "Продолжает, пока не остановят."),
    "option-from-beginning": (
        "Begins with the first message that is still there.",
        "Әлі сақталған бірінші хабардан бастайды.",
        "Начинает с первого сообщения, которое ещё есть.",
    ),
    "option-take": (
        "Takes the messages for good and answers them, for an agency that has no program of its own that does.",
        "Хабарларды біржола қабылдап, жауап береді: мұны істейтін өз бағдарламасы жоқ орган үшін.",
        "Принимает сообщения окончательно и отвечает на них: для органа, у которого нет своей программы для этого.",
    ),
    "option-dead": (
        "Lists the dead letters instead: what could not be proved, opened, or taken.",
        "Оның орнына өлі хаттарды тізеді: дәлелденбеген, ашылмаған немесе қабылданбаған хабарлар.",
        "Вместо этого перечисляет недоставленные: что не удалось доказать, открыть или принять.",
    ),
    "option-again": (
        "Asks the agency's running Inbox to take this dead letter once more.",
        "Органның жұмыс істеп тұрған Inbox-ынан осы өлі хатты тағы бір рет қабылдауды сұрайды.",
        "Просит работающий Inbox органа принять это недоставленное сообщение ещё раз.",
    ),
    "inbox-from": ("From", "Жіберуші", "От кого"),
    "inbox-as": ("To us as", "Бізге рөлі", "Нам в роли"),
    "inbox-occasion": ("Occasion", "Жағдай", "Случай"),
    "inbox-received": ("Received by the bus at", "Шина алған сәт", "Получено шиной в"),
    "inbox-instants": ("Instants", "Сәттер", "Моменты"),
    "inbox-body": ("It says", "Мәтіні", "Содержание"),
    "inbox-closed": (
        "It was sealed for others.",
        "Ол басқалар үшін мөрленген.",
        "Запечатано для других.",
    ),
    "inbox-proof": ("Proved by", "Дәлелі", "Доказано"),
    "inbox-place": ("Place", "Орны", "Место"),
    "inbox-unproved": ("Not proved", "Дәлелденбеген", "Не доказано"),
    "inbox-unusable": ("To be refused", "Бас тартылады", "Подлежит отказу"),
    "inbox-empty": ("Nothing new.", "Жаңа ештеңе жоқ.", "Ничего нового."),
    "inbox-shown": ("Messages shown: {number}.", "Көрсетілген хабарлар: {number}.", "Показано сообщений: {number}."),
    "inbox-taken": (
        "They count as taken, and their senders are told.",
        "Олар қабылданды деп саналады, жіберушілеріне хабарланды.",
        "Они считаются принятыми, отправителям сообщено.",
    ),
    "inbox-asked-again": (
        "The running Inbox will take the letter {number} again.",
        "Жұмыс істеп тұрған Inbox {number} хатты қайта қабылдайды.",
        "Работающий Inbox примет письмо {number} ещё раз.",
    ),
    "letter-number": ("Number", "Нөмір", "Номер"),
    "letter-why": ("Why", "Неге", "Почему"),
    "letter-place": ("Record", "Жазба", "Запись"),
    "letter-kept": ("Since", "Қашаннан", "С какого времени"),
    "letter-times": ("Times", "Рет", "Раз"),
    "letter-none": ("There are no dead letters.", "Өлі хат жоқ.", "Недоставленных нет."),
    "letter-unproved": ("not proved", "дәлелденбеген", "не доказано"),
    "letter-unusable": ("refused", "бас тартылған", "отказано"),
    "letter-failed": ("our handler failed", "біздің өңдеуші орындай алмады", "наш обработчик не справился"),
    "letter-unheard": ("nobody listens", "ешкім тыңдамайды", "никто не слушает"),
    "letter-unsaid": ("our answer", "біздің жауап", "наш ответ"),
    "letter-lost": ("gone", "жоғалған", "утрачено"),
}
