"""The words of `habarshy topology`."""

from typing import Final

TOPOLOGY: Final = {
    "short-topology": (
        "Topics, rights, users and quotas on the wire.",
        "Желідегі топиктер, құқықтар, пайдаланушылар мен шектер.",
        "Топики, права, пользователи и квоты в канале.",
    ),
    "help-topology": (
        "Topics, rights, users and quotas follow from the directory and the permission table; the directory is that of the reference log. plan shows what differs, apply changes it, check fails if anything differs.",
        "Топиктер, құқықтар, пайдаланушылар мен шектер анықтамалық пен рұқсаттар кестесінен шығады; анықтамалық — анықтамалық журналдағы. plan айырмасын көрсетеді, apply өзгертеді, check айырма болса қате береді.",
        "Топики, права, пользователи и квоты следуют из справочника и таблицы прав; справочник — тот, что в справочном журнале. plan показывает различия, apply вносит их, check завершается ошибкой, если различия есть.",
    ),
    "short-plan": ("Shows what apply would do.", "apply не істейтінін көрсетеді.", "Показывает, что сделает apply."),
    "help-plan": (
        "Shows step by step what apply would do, and changes nothing.",
        "apply не істейтінін қадам-қадаммен көрсетеді, ештеңе өзгертпейді.",
        "Показывает по шагам, что сделает apply, и ничего не меняет.",
    ),
    "short-apply": ("Brings the wire to what is wanted.", "Желіні қажетті күйге келтіреді.", "Приводит канал к нужному."),
    "help-apply": (
        "Does what plan shows: first takes away rights and users too many, then sets quotas, creates topics, adds rights, creates users. Asked again, it does nothing. It deletes no topic. A new user's password is written into a file for its owner alone and is never shown.",
        "plan көрсеткенін орындайды: алдымен артық құқықтар мен пайдаланушыларды алып тастайды, содан кейін шектерді қояды, топиктер құрады, құқықтар қосады, пайдаланушылар құрады. Қайта шақырылса, ештеңе істемейді. Ешбір топикті жоймайды. Жаңа пайдаланушының құпиясөзі иесі ғана оқитын файлға жазылады және ешқашан көрсетілмейді.",
        "Делает то, что показывает plan: сначала отнимает лишние права и пользователей, затем ставит квоты, создаёт топики, добавляет права, создаёт пользователей. При повторном вызове ничего не делает. Топики не удаляет. Пароль нового пользователя записывается в файл, доступный только владельцу, и не показывается.",
    ),
    "short-check": (
        "Fails if the wire is not as wanted.",
        "Желі қажетті күйде болмаса, қате береді.",
        "Завершается ошибкой, если канал не такой, как нужно.",
    ),
    "help-check": (
        "Shows what plan shows, and ends with 1 if a right, a user, a quota or a setting is missing, different or too many.",
        "plan көрсететінін көрсетеді; құқық, пайдаланушы, шек немесе баптау жетіспесе, өзгеше не артық болса, 1 кодымен аяқталады.",
        "Показывает то же, что plan, и завершается с кодом 1, если право, пользователь, квота или настройка отсутствует, отличается или лишняя.",
    ),
    "option-directory": (
        "Instead of what the reference log says: sample, or a folder of a directory.",
        "Анықтамалық журнал айтқанның орнына: sample немесе анықтамалық қалтасы.",
        "Вместо того, что говорит справочный журнал: sample или папка справочника.",
    ),
    "option-without-admitted-agencies": (
        "Agencies that were admitted and are not in --directory lose their rights and users.",
        "Қабылданған, бірақ --directory ішінде жоқ органдар құқықтары мен пайдаланушыларынан айырылады.",
        "Принятые органы, которых нет в --directory, лишаются прав и пользователей.",
    ),
    "option-topology-at": (
        "For the agencies that are open at this instant; otherwise now.",
        "Осы сәтте ашық органдар үшін; көрсетілмесе — қазір.",
        "Для органов, открытых на этот момент; иначе сейчас.",
    ),
    "option-as": (
        "As this user, whose password is kept in the folder of passwords; otherwise as the address says.",
        "Құпиясөзі құпиясөздер қалтасында сақталған осы пайдаланушы ретінде; көрсетілмесе мекенжай бойынша.",
        "От имени этого пользователя, пароль которого лежит в папке паролей; иначе как сказано в адресе.",
    ),
    "option-secrets": (
        "The folder of passwords, one file for each user; otherwise the operator's, or secrets in the folder of the stack.",
        "Құпиясөздер қалтасы, әр пайдаланушыға бір файл; көрсетілмесе оператордікі немесе стек қалтасындағы secrets.",
        "Папка паролей, по файлу на пользователя; иначе папка оператора или secrets в папке стека.",
    ),
    "topology-change": ("Change", "Өзгеріс", "Изменение"),
    "topology-what": ("What", "Не", "Что"),
    "particulars": ("Particulars", "Толығырақ", "Подробности"),
    "topology-right": ("right", "құқық", "право"),
    "topology-user": ("user", "пайдаланушы", "пользователь"),
    "topology-quota": ("quota", "шек", "квота"),
    "topology-topic": ("topic", "топик", "топик"),
    "topology-immovable": (
        "{what}: wanted {wanted}, found {found}; nothing here changes it, for records would move",
        "{what}: қажеті {wanted}, нақтысы {found}; жазбалар орын ауыстыратындықтан, мұны команда өзгертпейді",
        "{what}: нужно {wanted}, на деле {found}; команда этого не меняет, иначе записи переместились бы",
    ),
    "topology-unwanted": (
        "Topics that nobody asks for: {number}. They are not deleted, and no agency has rights on them: {names}",
        "Ешкімге қажет емес топиктер: {number}. Олар жойылмайды, ешбір органның оларға құқығы жоқ: {names}",
        "Никому не нужных топиков: {number}. Они не удаляются, и прав на них нет ни у одного органа: {names}",
    ),
    "topology-same": (
        "The wire is as the directory and the permission table want it.",
        "Желі анықтамалық пен рұқсаттар кестесіне сай.",
        "Канал соответствует справочнику и таблице прав.",
    ),
    "topology-planned": (
        "Steps: {number}. Nothing was changed; `habarshy topology apply` takes them.",
        "Қадамдар: {number}. Ештеңе өзгерген жоқ; оларды `habarshy topology apply` орындайды.",
        "Шагов: {number}. Ничего не изменено; их выполнит `habarshy topology apply`.",
    ),
    "topology-applied": ("Steps taken: {number}.", "Орындалған қадамдар: {number}.", "Выполнено шагов: {number}."),
    "topology-differs": (
        "The wire is not as wanted; steps to take: {number}.",
        "Желі қажетті күйде емес; орындалатын қадамдар: {number}.",
        "Канал не такой, как нужно; шагов до нужного: {number}.",
    ),
    "topology-passwords": (
        "Passwords of new users: {folder}",
        "Жаңа пайдаланушылардың құпиясөздері: {folder}",
        "Пароли новых пользователей: {folder}",
    ),
}  # fmt: skip
