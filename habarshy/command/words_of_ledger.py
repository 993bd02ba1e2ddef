"""The words of `habarshy ledger check` and `verify`."""

from typing import Final

LEDGER: Final = {
    "short-ledger-check": (
        "Says whether the ledger is whole.",
        "Тізілімнің бүтін екенін айтады.",
        "Говорит, цел ли реестр.",
    ),
    "help-ledger-check": (
        "Compares the rights of the database roles with the permission table, looks whether the partitions of the next month are made, and whether what belongs together is there: a disposition for each offset, evidence for each disposition, bytes for each record. It changes nothing, and ends with 1 if anything lacks or is too much.",
        "Дерекқор рөлдерінің құқықтарын рұқсаттар кестесімен салыстырады, келесі айдың бөліктері жасалғанын және бірге болуға тиістінің орнында екенін қарайды: әр орынға тағдыр, әр тағдырға дәлел, әр жазбаға байттар. Ештеңе өзгертпейді; бірдеңе жетіспесе не артық болса, 1 кодымен аяқталады.",
        "Сравнивает права ролей базы с таблицей прав, смотрит, созданы ли разделы следующего месяца и на месте ли то, что связано: исход каждого смещения, доказательство каждого исхода, байты каждой записи. Ничего не меняет; завершается с кодом 1, если чего-то нет или что-то лишнее.",
    ),
    "short-ledger-verify": (
        "Computes every digest and every leaf of the ledger anew.",
        "Тізілімнің әр дайджесті мен әр жапырағын қайта есептейді.",
        "Вычисляет заново каждый хеш и каждый лист реестра.",
    ),
    "help-ledger-verify": (
        "Computes the hash of every leaf and the digest of every record anew and compares them with what was stored. It names the first row that does not hold, and ends with 1. Of a record whose body was erased the evidence is verified alone.",
        "Әр жапырақтың хешін және әр жазбаның дайджестін қайта есептеп, сақталғанымен салыстырады. Сай келмейтін бірінші жолды атайды да, 1 кодымен аяқталады. Мәтіні өшірілген жазбаның дәлелі ғана тексеріледі.",
        "Вычисляет заново хеш каждого листа и каждой записи и сравнивает с сохранённым. Называет первую строку, которая не сходится, и завершается с кодом 1. Если содержание записи стёрто, проверяется только её доказательство.",
    ),
    "ledger-whole": ("Nothing lacks.", "Бәрі орнында.", "Всё на месте."),
    "ledger-lacks": ("{number} found.", "Табылғаны: {number}.", "Найдено: {number}."),
    "ledger-lack": ("what", "не", "что"),
    "ledger-where": ("where", "қайда", "где"),
    "lack-right-missing": ("a right is missing", "құқық жетіспейді", "не хватает права"),
    "lack-right-extra": ("a right too many", "артық құқық", "лишнее право"),
    "lack-partition-late": (
        "no partition for the next month yet",
        "келесі айдың бөлігі әлі жоқ",
        "ещё нет раздела следующего месяца",
    ),
    "lack-offset-missing": (
        "an offset without a disposition: compare it with the wire by habarshy ledger gaps",
        "тағдырсыз орын: оны habarshy ledger gaps командасымен желімен салыстырыңыз",
        "смещение без исхода: сверьте его с каналом командой habarshy ledger gaps",
    ),
    "lack-offset-doubled": ("an offset stands twice", "орын екі рет тұр", "смещение записано дважды"),
    "lack-leaf-missing": ("a disposition without evidence", "дәлелсіз тағдыр", "исход без доказательства"),
    "lack-bytes-missing": ("a record without its bytes", "байттары жоқ жазба", "запись без своих байтов"),
    "lack-disposition-missing": (
        "a message without a disposition",
        "тағдыры жоқ хабарлама",
        "сообщение без исхода",
    ),
    "lack-waiting-astray": (
        "a parked message is not in the list of those that wait, or is there and is not parked",
        "күтудегі хабарлама күтетіндер тізімінде жоқ немесе тізімде бар, бірақ күтуде емес",
        "отложенного сообщения нет в списке ожидающих, или оно там, но не отложено",
    ),
    "lack-version-missing": (
        "an obligation lacks one of its versions",
        "міндеттеменің бір нұсқасы жоқ",
        "нет одной из версий обязательства",
    ),
    "lack-words-missing": (
        "a record that goes out has no bytes",
        "жіберілетін жазбаның байттары жоқ",
        "у исходящей записи нет байтов",
    ),
    "lack-number-astray": (
        "a leaf's number is missing or stands twice",
        "жапырақ нөмірі жоқ немесе екі рет тұр",
        "номер листа пропущен или повторён",
    ),
    "option-logins-folder": (
        "Makes a login of its own for each process too, and keeps in this operator's folder how it logs in: habarshy run finds it there.",
        "Әр процеске өз логинін де жасап, қалай кіретінін оператордың осы қалтасында сақтайды: habarshy run оны сол жерден табады.",
        "Заводит и каждому процессу свой логин и хранит вход в этой папке оператора: habarshy run найдёт его там.",
    ),
    "ledger-logins": (
        "Intake and relay have logins of their own, kept in {folder}.",
        "Қабылдау мен жеткізудің өз логиндері бар, олар {folder} қалтасында сақтаулы.",
        "У приёма и доставки свои логины, они хранятся в {folder}.",
    ),
    "lack-login-too-strong": (
        "a process is connected by a login that may do more than its role: habarshy ledger migrate --operator FOLDER makes one for it",
        "процесс өз рөлінен артық құқығы бар логинмен қосылған: habarshy ledger migrate --operator FOLDER оған өз логинін жасайды",
        "процесс подключён под логином, которому можно больше, чем его роли: habarshy ledger migrate --operator FOLDER заведёт ему свой",
    ),
    "ledger-verified": (
        "{leaves} leaves and {records} records hold; {erased} of the records are without their bodies, of {dropped} the hash alone is kept.",
        "{leaves} жапырақ пен {records} жазба сай келеді; жазбалардың {erased} мәтінсіз, {dropped} жазбаның тек хеші сақталған.",
        "Сходятся листы ({leaves}) и записи ({records}); без содержания записей: {erased}, сохранён только хеш: {dropped}.",
    ),
    "ledger-bad-leaf": (
        "The leaf of entry {where} is not the hash of its line.",
        "{where}-жазба жапырағы өз жолының хеші емес.",
        "Лист записи {where} не является хешем своей строки.",
    ),
    "ledger-bad-digest": (
        "The bytes of {where} are not those that were recorded.",
        "{where} байттары жазылған кездегідей емес.",
        "Байты {where} не те, что были записаны.",
    ),
    "ledger-bad-evidence": (
        "The evidence of {where} is missing or speaks of another record.",
        "{where} дәлелі жоқ немесе басқа жазба туралы айтады.",
        "Доказательства {where} нет, или оно говорит о другой записи.",
    ),
}
