"""The words of `habarshy publish` and `habarshy spool`."""

from typing import Final

OUTBOX: Final = {
    "short-publish": ("Sends a message.", "Хабар жібереді.", "Отправляет сообщение."),
    "help-publish": (
        "Takes a message from a JSON file or from the standard input, checks it as the bus will, seals and signs it, keeps it in the spool, and sends it. What the document leaves out, such as id, sender, checklist and recipients, is filled in. Whatever happens after that, the message is not lost.",
        "Хабарды JSON файлынан немесе стандартты кірістен алып, шина тексеретіндей тексереді, мөрлеп, қол қойып, жөнелту кезегіне сақтайды да, жібереді. Құжатта жоқ id, sender, checklist, алушылар секілді өрістер толтырылады. Содан кейін не болса да хабар жоғалмайды.",
        "Берёт сообщение из файла JSON или стандартного ввода, проверяет его так же, как проверит шина, запечатывает, подписывает, сохраняет в очереди отправки и отправляет. Чего нет в документе, например id, sender, checklist, получателей, дополняется. Что бы ни случилось потом, сообщение не пропадёт.",
    ),
    "option-client-profile": (
        "The agency's client profile; otherwise HABARSHY_PROFILE or the HABARSHY_ variables.",
        "Органның клиент профилі; көрсетілмесе HABARSHY_PROFILE не HABARSHY_ айнымалылары.",
        "Профиль клиента органа; иначе HABARSHY_PROFILE или переменные HABARSHY_.",
    ),
    "option-preview": (
        "Shows who would read it and what would follow, by when and why; sends nothing.",
        "Кім оқитынын, қандай міндет, қай мерзімге дейін және неге туатынын көрсетеді; ештеңе жібермейді.",
        "Показывает, кто это прочтёт и что, к какому сроку и почему последует; ничего не отправляет.",
    ),
    "option-unanswered": (
        "Sends once more what the wire confirmed and the bus never answered.",
        "Желі растаған, бірақ шина жауап бермеген хабарларды тағы бір рет жібереді.",
        "Отправляет ещё раз то, что канал подтвердил, а шина оставила без ответа.",
    ),
    "option-wait": (
        "How many seconds to wait for the wire's word.",
        "Желінің растауын неше секунд күту керек.",
        "Сколько секунд ждать подтверждения канала.",
    ),
    "outbox-topic": ("Topic, partition, offset", "Топик, бөлік, орын", "Топик, раздел, смещение"),
    "outbox-received": ("Received by the wire at", "Желі қабылдаған сәт", "Принято каналом в"),
    "outbox-sent": (
        "The wire has it. Whether the bus accepts it comes into your inbox: {call}",
        "Желі қабылдады. Шина қабылдағаны кіріс жәшігіңізге келеді: {call}",
        "Канал принял. Приняла ли шина, придёт в ваши входящие: {call}",
    ),
    "outbox-doubt": ("LOOK AGAIN  {sentence}", "ҚАЙТА ҚАРАҢЫЗ  {sentence}", "ПРОВЕРЬТЕ  {sentence}"),
    "outbox-sent-before": (
        "Already sent: this message went out before, under this id. Nothing was sent now.",
        "Бұрын жіберілген: бұл хабар осы id-мен жөнелтілген. Енді ештеңе жіберілген жоқ.",
        "Уже отправлено: это сообщение ушло раньше под этим id. Сейчас ничего не отправлено.",
    ),
    "outbox-waiting": (
        "It is kept, and whether the wire has it is not known. This sends it again, under the same id: {call}",
        "Хабар сақталды, желіге жеткені белгісіз. Оны сол id-мен қайта жіберу: {call}",
        "Сообщение сохранено, дошло ли оно до канала, неизвестно. Отправить снова под тем же id: {call}",
    ),
    "outbox-readers": ("Who can read it", "Кім оқи алады", "Кто сможет прочесть"),
    "outbox-unresolved": (
        "(nobody holds that role: the overseer reads in its stead, and the notice counts)",
        "(бұл рөл ешкімде жоқ: оның орнына қадағалаушы орган оқиды, хабарлама есептеледі)",
        "(эта роль ни у кого: вместо неё читает надзорный орган, уведомление засчитывается)",
    ),
    "outbox-topic-alone": ("Topic", "Топик", "Топик"),
    "outbox-verdict": ("Would be judged", "Қалай бағаланар еді", "Как было бы оценено"),
    "outbox-debtor": ("Owes it", "Міндетті орган", "Обязан"),
    "outbox-told": ("Towards", "Кімге", "Перед кем"),
    "outbox-previewed": (
        "As it would stand if this message were all that is known of the occasion. Nothing was sent.",
        "Жағдай туралы тек осы хабар белгілі болса, осылай болар еді. Ештеңе жіберілген жоқ.",
        "Так было бы, если бы о случае было известно только это сообщение. Ничего не отправлено.",
    ),
    "short-spool": (
        "What was said and may not be on the wire yet.",
        "Айтылған, бірақ желіге жетпеген болуы мүмкін хабарлар.",
        "Что сказано и, возможно, ещё не в канале.",
    ),
    "help-spool": (
        "The spool keeps every message of an agency until the wire has it, and remembers for a while what became of it. Called by itself, it lists the newest messages.",
        "Жөнелту кезегі органның әр хабарын желі қабылдағанша сақтайды және біраз уақыт оның тағдырын ұмытпайды. Өздігінен шақырылса, ең жаңа хабарларды тізеді.",
        "Очередь отправки хранит каждое сообщение органа, пока канал его не примет, и некоторое время помнит, что с ним стало. Вызванная сама по себе, перечисляет новейшие сообщения.",
    ),
    "short-list": ("Lists what the spool holds.", "Кезекте не барын тізеді.", "Перечисляет, что есть в очереди."),
    "help-list": (
        "Lists the newest messages of the spool. It may be asked while another process sends.",
        "Кезектегі ең жаңа хабарларды тізеді. Басқа процесс жіберіп жатқанда да сұрауға болады.",
        "Перечисляет новейшие сообщения очереди. Можно спрашивать и пока другой процесс отправляет.",
    ),
    "short-show": ("Shows one message.", "Бір хабарды көрсетеді.", "Показывает одно сообщение."),
    "help-show": (
        "Shows a message of the spool: its envelope, how often it was tried, and what the bus answered. Its body stays sealed. The beginning or the end of an id is enough where no other has it.",
        "Кезектегі хабарды көрсетеді: конвертін, неше рет жіберілгенін, шинаның жауабын. Мәтіні мөрленген күйі қалады. Басқа хабарда қайталанбаса, id белгісінің басы не соңы жеткілікті.",
        "Показывает сообщение очереди: его конверт, число попыток и ответ шины. Содержание остаётся запечатанным. Достаточно начала или конца id, если другого такого нет.",
    ),
    "short-retry": ("Sends what waits.", "Күтіп тұрғандарын жібереді.", "Отправляет то, что ждёт."),
    "help-retry": (
        "Sends everything that waits, each message under its own id and with the same bytes.",
        "Күтіп тұрғанның бәрін жібереді: әр хабар өз id-імен, сол байттарымен кетеді.",
        "Отправляет всё, что ждёт: каждое сообщение под своим id и теми же байтами.",
    ),
    "option-spool": (
        "The name of the spool in the profile's home; otherwise outbox.",
        "Профильдегі home ішіндегі кезектің атауы; көрсетілмесе outbox.",
        "Имя очереди в home профиля; иначе outbox.",
    ),
    "option-spool-state": (
        "Only messages of this state.",
        "Тек осы күйдегі хабарлар.",
        "Только сообщения в этом состоянии.",
    ),
    "option-limit": ("At most so many.", "Ең көбі осынша.", "Не больше стольких."),
    "metavar-id": ("ID", "ID", "ID"),
    "metavar-seconds": ("SECONDS", "СЕКУНД", "СЕКУНДЫ"),
    "spool-id": ("Id", "Id", "Id"),
    "spool-state": ("State", "Күйі", "Состояние"),
    "spool-message": ("Message", "Хабар", "Сообщение"),
    "spool-stored": ("Kept since", "Сақталған сәті", "Сохранено"),
    "spool-tries": ("Tries", "Әрекет саны", "Попыток"),
    "spool-envelope": ("Envelope", "Конверт", "Конверт"),
    "spool-answer": ("The bus answered", "Шинаның жауабы", "Ответ шины"),
    "spool-is-waiting": ("waiting", "күтуде", "ждёт"),
    "spool-is-sent": ("sent", "жіберілді", "отправлено"),
    "spool-is-accepted": ("accepted", "қабылданды", "принято"),
    "spool-is-rejected": ("rejected", "қабылданбады", "отклонено"),
    "spool-empty": ("The spool holds no such message.", "Кезекте ондай хабар жоқ.", "Таких сообщений в очереди нет."),
    "spool-retried": (
        "Sent: {sent}; still waiting: {waiting}",
        "Жіберілді: {sent}; әлі күтуде: {waiting}",
        "Отправлено: {sent}; ещё ждёт: {waiting}",
    ),
}
