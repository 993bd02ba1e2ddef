"""The words of the quarantine, of erasing, and of operators' keys: for each key English, Kazakh, Russian."""

from typing import Final

INTERVENTIONS: Final[dict[str, tuple[str, str, str]]] = {
    "short-quarantine": (
        "What waits because the error is ours.",
        "Біздің қатемізден күтіп тұрғандар.",
        "Что ждёт из-за нашей ошибки.",
    ),
    "help-quarantine": (
        "Records that could not be decided by a fault of ours. They are kept whole until they are played again.",
        "Біздің қатемізден шешілмеген жазбалар. Қайта өңделгенше бүтін сақталады.",
        "Записи, которые не удалось решить из-за нашей ошибки. Они хранятся целиком, пока их не обработают заново.",
    ),
    "short-quarantine-list": ("Lists what waits.", "Күтіп тұрғандарды тізеді.", "Перечисляет то, что ждёт."),
    "help-quarantine-list": (
        "Each record in quarantine: its place, sender, when it reached the bus, for how many hours and minutes it has waited, and the kind of error.",
        "Карантиндегі әр жазба: орны, жөнелтушісі, шинаға жеткен сәті, неше сағат пен минут күткені және қате түрі.",
        "Каждая запись в карантине: место, отправитель, когда дошла до шины, сколько часов и минут ждёт и вид ошибки.",
    ),
    "short-quarantine-show": ("Shows one record of it.", "Бір жазбасын көрсетеді.", "Показывает одну запись."),
    "help-quarantine-show": (
        "The fault in full, and of the record what its envelope says of itself. Never a body.",
        "Қате толық, ал жазбаның өзінен конвертінің айтқаны. Мәтін ешқашан көрсетілмейді.",
        "Ошибка целиком, а от самой записи то, что говорит её конверт. Содержание не показывается никогда.",
    ),
    "short-quarantine-replay": (
        "Has records decided anew.",
        "Жазбаларды қайта шештіреді.",
        "Решает записи заново.",
    ),
    "help-quarantine-replay": (
        "Each record is decided anew by this program, under its own id and the instant at which it reached the bus, with all that follows. Two operators have to sign it: with two keys it is done at once, with one it is written into a file for the other operator. What fails again stays, and the exit code is 1.",
        "Әр жазба осы бағдарламамен өз сәйкестендіргішімен және шинаға жеткен сәтімен барлық салдарымен қайта шешіледі. Оған екі оператор қол қоюы керек: екі кілтпен бірден орындалады, бір кілтпен екінші операторға арналған файлға жазылады. Қайта қате бергені қалады, шығу коды 1 болады.",
        "Каждая запись решается этой программой заново, под своим идентификатором и с тем моментом, когда дошла до шины, со всеми последствиями. Подписать это должны два оператора: с двумя ключами оно делается сразу, с одним пишется в файл для второго оператора. Что снова не удалось, остаётся, и код выхода 1.",
    ),
    "short-ledger-erase": (
        "Erases the body of a message.",
        "Хабарламаның мәтінін өшіреді.",
        "Стирает содержание сообщения.",
    ),
    "help-ledger-erase": (
        "The sealed body of a message, named as SENDER/ID, goes from the ledger; its envelope, its disposition and its evidence stay and can be verified. Two operators have to sign it, as for a replay. What a legal hold keeps, what waits and what is on its way is not erased.",
        "ЖӨНЕЛТУШІ/ID деп аталған хабарламаның мөрленген мәтіні тізілімнен өшіріледі; конверті, тағдыры мен дәлелі қалады, оларды тексеруге болады. Қайта өңдеудегідей екі оператор қол қоюы керек. Сақтау талабы ұстап тұрғаны, күтіп тұрғаны және жолдағысы өшірілмейді.",
        "Запечатанное содержание сообщения, названного как ОТПРАВИТЕЛЬ/ID, уходит из реестра; конверт, исход и доказательство остаются и проверяются. Подписать это должны два оператора, как и обработку заново. Что удерживает запрет на удаление, что ждёт и что в пути, не стирается.",
    ),
    "short-operator": (
        "The keys of those who administer the ledger.",
        "Тізілімді басқаратындардың кілттері.",
        "Ключи тех, кто распоряжается реестром.",
    ),
    "help-operator": (
        "Two operators, each with a key of his own, have to sign whatever is done to the ledger by hand.",
        "Тізілімге қолмен істелетін кез келген нәрсеге өз кілті бар екі оператор қол қоюы керек.",
        "Всё, что делается с реестром вручную, подписывают два оператора, каждый своим ключом.",
    ),
    "short-operator-enrol": (
        "An operator makes a key.",
        "Оператор кілт жасайды.",
        "Оператор создаёт ключ.",
    ),
    "help-operator-enrol": (
        "On the operator's side: makes a key, which never leaves its folder, and a request with its public half. The name is nobody's own: first and second will do.",
        "Оператор жағында: қалтасынан шықпайтын кілт және оның ашық жартысы бар өтініш жасайды. Атауы ешкімнің өз есімі емес: first мен second жарайды.",
        "На стороне оператора: создаёт ключ, который не покидает своей папки, и заявку с его открытой половиной. Имя не должно быть ничьим собственным: подойдут first и second.",
    ),
    "short-operator-admit": (
        "The bus admits an operator's key.",
        "Шина оператор кілтін қабылдайды.",
        "Шина принимает ключ оператора.",
    ),
    "help-operator-admit": (
        "Where the reference log is written: shows the key and, with --yes, adds it to the bus's keys, for everybody to see. Compare it with its owner by another way first.",
        "Анықтамалық журнал жазылатын жерде: кілтті көрсетеді, --yes берілсе, оны шина кілттеріне қосады, оны бәрі көреді. Алдымен иесімен басқа жолмен салыстырыңыз.",
        "Там, где пишут справочный журнал: показывает ключ и с --yes добавляет его к ключам шины, на виду у всех. Сначала сверьте его с владельцем другим путём.",
    ),
    "short-operator-revoke-key": (
        "The bus revokes an operator's key.",
        "Шина оператор кілтін кері қайтарады.",
        "Шина отзывает ключ оператора.",
    ),
    "help-operator-revoke-key": (
        "From the instant at which the bus receives the entry the key signs nothing any more. What was done before stays.",
        "Шина жазбаны алған сәттен бастап кілт ештеңеге қол қоймайды. Бұрын істелгені қалады.",
        "С момента, когда шина получит запись, ключ больше ничего не подписывает. Сделанное раньше остаётся.",
    ),
    "short-operator-sign": (
        "An operator signs an intervention.",
        "Оператор араласуға қол қояды.",
        "Оператор подписывает вмешательство.",
    ),
    "help-operator-sign": (
        "Shows what another operator has written and, with --yes, signs it too.",
        "Басқа оператор жазғанды көрсетеді, --yes берілсе, оған қол қояды.",
        "Показывает, что написал другой оператор, и с --yes подписывает.",
    ),
    "short-operator-carry-out": (
        "Carries out what two operators have signed.",
        "Екі оператор қол қойғанды орындайды.",
        "Выполняет то, что подписали два оператора.",
    ),
    "help-operator-carry-out": (
        "Checks both signatures by the keys that the reference log names, by the ledger's clock, and does once what was signed. It leaves evidence.",
        "Екі қолтаңбаны да анықтамалық журнал атаған кілттермен, тізілім сағатымен тексереді және қол қойылғанды бір рет орындайды. Дәлел қалады.",
        "Проверяет обе подписи по ключам из справочного журнала и часам реестра и один раз делает то, что подписано. Остаётся доказательство.",
    ),
    "option-reason": (
        "The number of the file in which it was decided; nobody's name.",
        "Шешім қабылданған істің нөмірі; ешкімнің есімі емес.",
        "Номер дела, в котором это решено; ничьё имя.",
    ),
    "option-operator-key": (
        "The operator's key file.",
        "Оператордың кілт файлы.",
        "Файл ключей оператора.",
    ),
    "option-intervention-out": (
        "Where the intervention is written for the other operator.",
        "Араласу екінші операторға арналып жазылатын жер.",
        "Куда записать вмешательство для второго оператора.",
    ),
    "option-operator-out": (
        "The operator's own folder; otherwise operator-NAME here.",
        "Оператордың өз қалтасы; көрсетілмесе осы жердегі operator-АТАУЫ.",
        "Собственная папка оператора; иначе operator-ИМЯ здесь.",
    ),
    "option-operator-yes": (
        "Admits it; without this the key is only shown.",
        "Қабылдайды; онсыз кілт тек көрсетіледі.",
        "Принять; без этого ключ только показывается.",
    ),
    "option-sign-yes": (
        "Signs it; without this it is only shown.",
        "Қол қояды; онсыз тек көрсетіледі.",
        "Подписать; без этого только показывается.",
    ),
    "option-quarantine-limit": (
        "So many at most, what waits longest first.",
        "Ең көбі осынша, ең ұзақ күткені бірінші.",
        "Не больше стольких, сначала те, что ждут дольше.",
    ),
    "metavar-file-number": ("FILE-NUMBER", "ІС-НӨМІРІ", "НОМЕР-ДЕЛА"),
    "metavar-place": ("PLACE", "ОРЫН", "МЕСТО"),
    "metavar-places": ("PLACE", "ОРЫН", "МЕСТО"),
    "metavar-message": ("SENDER/ID", "ЖӨНЕЛТУШІ/ID", "ОТПРАВИТЕЛЬ/ID"),
    "metavar-intervention": ("INTERVENTION", "АРАЛАСУ", "ВМЕШАТЕЛЬСТВО"),
    "a-place": (
        " A place is topic/partition/generation/offset, as quarantine list shows it.",
        " Орын quarantine list көрсеткендей тақырып/бөлім/буын/орын түрінде жазылады.",
        " Место пишется как тема/раздел/поколение/смещение, как его показывает quarantine list.",
    ),
    "a-message": (
        " A message is named by its sender and its id: SENDER/ID.",
        " Хабарлама жөнелтушісі мен сәйкестендіргіші бойынша аталады: ЖӨНЕЛТУШІ/ID.",
        " Сообщение называют по отправителю и идентификатору: ОТПРАВИТЕЛЬ/ID.",
    ),
    "an-operators-name": (
        " Small Latin letters, digits and hyphens: nobody's own name, and no long number.",
        " Кіші латын әріптері, цифрлар және дефис: ешкімнің өз есімі емес, ұзын сан да емес.",
        " Строчные латинские буквы, цифры и дефисы: ничьё собственное имя и не длинное число.",
    ),
    "quarantine-place": ("place", "орын", "место"),
    "quarantine-sender": ("sender", "жөнелтуші", "отправитель"),
    "quarantine-received": ("received", "келген сәті", "получена"),
    "quarantine-age": ("waits", "күткені", "ждёт"),
    "quarantine-fault": ("fault", "қате", "ошибка"),
    "quarantine-became": ("what became of it", "тағдыры", "что стало"),
    "quarantine-still": (
        "fails again and stays: {fault}",
        "қайта қате берді, қалады: {fault}",
        "снова не удалось, остаётся: {fault}",
    ),
    "quarantine-none": (
        "not in quarantine; replayed before: {became}",
        "карантинде жоқ; бұрын қайта өңделген: {became}",
        "не в карантине; обработана раньше: {became}",
    ),
    "intervention-replay": ("Records are decided anew", "Жазбалар қайта шешіледі", "Записи решаются заново"),
    "intervention-erase": ("A body is erased", "Мәтін өшіріледі", "Содержание стирается"),
    "intervention-network": ("network", "желі", "сеть"),
    "intervention-at": ("written at", "жазылған сәті", "написано"),
    "intervention-reason": ("reason", "себебі", "причина"),
    "intervention-what": ("what", "не", "что"),
    "intervention-signatures": ("signed by", "қол қойғандар", "подписали"),
    "intervention-signed": (
        "{path} has {number} signatures; two different operators have to sign it.",
        "{path} файлында {number} қолтаңба бар; екі түрлі оператор қол қоюы керек.",
        "В {path} подписей: {number}; подписать должны два разных оператора.",
    ),
    "body-erased": (
        "The body is erased. Envelope, disposition and evidence stay.",
        "Мәтін өшірілді. Конверт, тағдыр және дәлел қалды.",
        "Содержание стёрто. Конверт, исход и доказательство остались.",
    ),
    "operator-asked": (
        "The request is {request}; hand it to whoever writes the reference log. The key stays in {keys}.",
        "Өтініш — {request}; оны анықтамалық журналды жазатын адамға беріңіз. Кілт {keys} ішінде қалады.",
        "Заявка — {request}; передайте её тому, кто пишет справочный журнал. Ключ остаётся в {keys}.",
    ),
    "operator-sure": (
        "Nothing was admitted. Compare the key with its owner, then say it again with --yes.",
        "Ештеңе қабылданған жоқ. Кілтті иесімен салыстырып, --yes қосып қайталаңыз.",
        "Ничего не принято. Сверьте ключ с владельцем и повторите с --yes.",
    ),
    "operator-admitted": (
        "{key} may sign interventions from now on.",
        "{key} енді араласуларға қол қоя алады.",
        "{key} теперь может подписывать вмешательства.",
    ),
    "operator-revoked": (
        "{key} signs nothing any more.",
        "{key} енді ештеңеге қол қоймайды.",
        "{key} больше ничего не подписывает.",
    ),
    "sign-sure": (
        "Nothing was signed. If it is what you want, say it again with --yes.",
        "Ештеңеге қол қойылған жоқ. Қалағаныңыз осы болса, --yes қосып қайталаңыз.",
        "Ничего не подписано. Если это то, чего вы хотите, повторите с --yes.",
    ),
}
