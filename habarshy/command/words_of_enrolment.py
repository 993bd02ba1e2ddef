"""The words of `habarshy agency enrol` and the commands beside it, and of `habarshy bus`."""

from typing import Final

ENROLMENT: Final = {
    "short-bus": ("The bus itself.", "Шинаның өзі.", "Сама шина."),
    "help-bus": (
        "The bus itself: its keys, its users, the first entries of its reference log.",
        "Шинаның өзі: кілттері, пайдаланушылары, анықтамалық журналдың алғашқы жазбалары.",
        "Сама шина: её ключи, пользователи, первые записи справочного журнала.",
    ),
    "short-init": ("Begins a bus.", "Шинаны бастайды.", "Создаёт шину."),
    "help-init": (
        "Makes the bus's keys and the users of its processes, writes a profile for each, and publishes the keys and the versions in force as the first entries of the reference log. It needs the super user of the brokers, once. Asked again, it does what is missing.",
        "Шинаның кілттерін және процестерінің пайдаланушыларын жасайды, әрқайсысына профиль жазады, кілттер мен күшіндегі нұсқаларды анықтамалық журналдың алғашқы жазбалары ретінде жариялайды. Оған брокерлердің бас пайдаланушысы бір рет керек. Қайта шақырылса, жетіспейтінін жасайды.",
        "Создаёт ключи шины и пользователей её процессов, пишет профиль каждому и публикует ключи и действующие версии первыми записями справочного журнала. Один раз нужен суперпользователь брокеров. При повторном вызове делает недостающее.",
    ),
    "short-enrol": (
        "An agency asks to stand in the directory.",
        "Орган анықтамалыққа енуді сұрайды.",
        "Орган просит включить его в справочник.",
    ),
    "help-enrol": (
        "On the agency's side: makes its keys, which never leave its folder, and a request that its superior vouches for and the operator admits. What the directory shall say stands in the file of --entry; without it, what the sample directory says. With --demo, all sides at once on this machine.",
        "Орган жағында: қалтасынан ешқашан шықпайтын кілттерін және жоғары тұрған орган кепілдік беріп, оператор қабылдайтын өтінішті жасайды. Анықтамалық не айтуы керегі --entry файлында; ол болмаса — үлгі анықтамалық айтқаны. --demo болса, барлық тарап осы машинада бірден.",
        "На стороне органа: создаёт его ключи, которые не покидают его папку, и заявку, за которую ручается вышестоящий и которую принимает оператор. Что должен говорить справочник, стоит в файле --entry; без него — что говорит образец справочника. С --demo — все стороны сразу на этой машине.",
    ),
    "short-vouch": (
        "A superior vouches for a request.",
        "Жоғары тұрған орган өтінішке кепілдік береді.",
        "Вышестоящий орган ручается за заявку.",
    ),
    "help-vouch": (
        "On the superior's side: signs each key of the request that nobody has vouched for. Make sure first, by another way than the file, that the keys shown are the agency's.",
        "Жоғары тұрған орган жағында: өтініштегі ешкім кепілдік бермеген әр кілтке қол қояды. Алдымен көрсетілген кілттердің сол органдікі екеніне файлдан бөлек жолмен көз жеткізіңіз.",
        "На стороне вышестоящего: подписывает каждый ключ заявки, за который никто не поручился. Сначала иным путём, не через файл, убедитесь, что показанные ключи принадлежат органу.",
    ),
    "short-admit": ("The operator admits an agency.", "Оператор органды қабылдайды.", "Оператор принимает орган."),
    "help-admit": (
        "On the operator's side: shows the request and, with --yes, writes the signed entry into the reference log, makes topics, users and rights, and hands back the client's profile. Nothing is written that the log would not believe. Asked again, it does what is missing.",
        "Оператор жағында: өтінішті көрсетеді, --yes болса, қол қойылған жазбаны анықтамалық журналға жазады, топиктер, пайдаланушылар мен құқықтар жасап, клиент профилін береді. Журнал сенбейтін ештеңе жазылмайды. Қайта шақырылса, жетіспейтінін жасайды.",
        "На стороне оператора: показывает заявку и с --yes пишет подписанную запись в справочный журнал, создаёт топики, пользователей и права и выдаёт профиль клиента. Чему журнал не поверит, то не пишется. При повторном вызове делает недостающее.",
    ),
    "short-rotate-key": ("An agency asks for new keys.", "Орган жаңа кілттер сұрайды.", "Орган просит новые ключи."),
    "help-rotate-key": (
        "On the agency's side: makes a signing and a sealing key more and a request that the present key signs and vouches for. Old and new hold side by side once the operator has admitted it.",
        "Орган жағында: тағы бір қол қою және бір мөрлеу кілтін және қазіргі кілт қол қойып кепілдік беретін өтінішті жасайды. Оператор қабылдағаннан кейін ескісі мен жаңасы қатар жарамды.",
        "На стороне органа: создаёт ещё подписной и запечатывающий ключи и заявку, которую подписывает и подтверждает нынешний ключ. Когда оператор её примет, старые и новые действуют рядом.",
    ),
    "short-revoke-key": ("The operator revokes a key.", "Оператор кілтті кері қайтарады.", "Оператор отзывает ключ."),
    "help-revoke-key": (
        "On the operator's side: the key proves nothing from the instant at which the bus receives the entry, and never from before. --since only marks what was signed since.",
        "Оператор жағында: шина жазбаны алған сәттен бастап кілт ештеңені дәлелдемейді, одан бұрынға әсер етпейді. --since содан бері қол қойылғанды тек белгілейді.",
        "На стороне оператора: ключ ничего не доказывает с момента, когда шина получила запись, и никогда не раньше. --since лишь помечает подписанное с тех пор.",
    ),
    "short-deny": (
        "The operator takes an agency's right to write a topic, or gives it back.",
        "Оператор органның топикке жазу құқығын алады немесе қайтарады.",
        "Оператор отнимает у органа право писать в топик или возвращает его.",
    ),
    "help-deny": (
        "On the operator's side: nobody of the agency may write this topic of it, outbox.AGENCY or urgent.AGENCY, until that is lifted. What it sends meanwhile waits in its spool and is not lost. Applying the topology, or admitting the agency anew, gives the right back too.",
        "Оператор жағында: тыйым алынғанша органнан ешкім оның осы топигіне, outbox.ОРГАН не urgent.ОРГАН, жаза алмайды. Сол аралықта жіберілгені оның кезегінде күтеді, жоғалмайды. Топологияны қолдану не органды қайта қабылдау да құқықты қайтарады.",
        "На стороне оператора: никто из органа не может писать в этот его топик, outbox.ОРГАН или urgent.ОРГАН, пока запрет не снят. Отправленное тем временем ждёт в его очереди и не теряется. Применение топологии или новый приём органа тоже возвращают право.",
    ),
    "option-lift": ("Gives the right back.", "Құқықты қайтарады.", "Возвращает право."),
    "topic-denied": (
        "Nobody may write {topic} now; habarshy agency deny {topic} --lift ends that.",
        "Енді {topic} топигіне ешкім жаза алмайды; мұны habarshy agency deny {topic} --lift тоқтатады.",
        "Теперь в {topic} никто не может писать; это снимает habarshy agency deny {topic} --lift.",
    ),
    "topic-denied-already": (
        "Nobody could write {topic} before either.",
        "Бұған дейін де {topic} топигіне ешкім жаза алмайтын.",
        "И раньше никто не мог писать в {topic}.",
    ),
    "topic-allowed": (
        "The agency may write {topic} again.",
        "Орган {topic} топигіне қайта жаза алады.",
        "Орган снова может писать в {topic}.",
    ),
    "topic-allowed-already": (
        "{topic} was not denied to its agency.",
        "{topic} топигіне тыйым болған жоқ.",
        "Запрета на {topic} не было.",
    ),
    "short-disable": ("The operator closes an agency.", "Оператор органды жабады.", "Оператор закрывает орган."),
    "help-disable": (
        "On the operator's side: takes the agency's rights, which its open connections feel at once, then its users, and then says in the reference log that it is closed. Its topics stay.",
        "Оператор жағында: органның құқықтарын алады, ашық байланыстары оны бірден сезеді, содан кейін пайдаланушыларын, содан кейін анықтамалық журналда жабық екенін айтады. Топиктері қалады.",
        "На стороне оператора: отнимает права органа, что открытые соединения чувствуют сразу, затем его пользователей, затем сообщает в справочном журнале, что он закрыт. Топики остаются.",
    ),
    "option-network": ("The name of the bus.", "Шинаның атауы.", "Название шины."),
    "option-operator": (
        "The operator's folder; otherwise HABARSHY_OPERATOR, or bus in the folder of the stack.",
        "Оператор қалтасы; көрсетілмесе HABARSHY_OPERATOR немесе стек қалтасындағы bus.",
        "Папка оператора; иначе HABARSHY_OPERATOR или bus в папке стека.",
    ),
    "option-entry": (
        "What the directory shall say of the agency, as YAML or JSON, without keys.",
        "Анықтамалық орган туралы не айтуы керек, YAML не JSON түрінде, кілттерсіз.",
        "Что справочник должен говорить об органе, YAML или JSON, без ключей.",
    ),
    "option-agency-out": (
        "The agency's folder; otherwise one of its name here.",
        "Органның қалтасы; көрсетілмесе осы жердегі аттас қалта.",
        "Папка органа; иначе одноимённая здесь.",
    ),
    "option-profile-out": (
        "Where the profile is written; otherwise beside the request.",
        "Профиль жазылатын жер; көрсетілмесе өтініштің қасы.",
        "Куда записать профиль; иначе рядом с заявкой.",
    ),
    "option-request-out": (
        "Where the request is written; otherwise beside the keys.",
        "Өтініш жазылатын жер; көрсетілмесе кілттердің қасы.",
        "Куда записать заявку; иначе рядом с ключами.",
    ),
    "option-demo": (
        "All sides at once on this machine, for demonstration; all enrols the whole sample.",
        "Көрсету үшін барлық тарап осы машинада бірден; all бүкіл үлгіні енгізеді.",
        "Все стороны сразу на этой машине, для показа; all включает весь образец.",
    ),
    "option-keys": ("The superior's file of keys.", "Жоғары тұрған органның кілт файлы.", "Файл ключей вышестоящего."),
    "option-vouch-with": (
        "The id of the key to vouch with, where the newest of the file is not admitted yet.",
        "Файлдағы ең жаңа кілт әлі қабылданбаған болса, қай кілтпен кепілдік берілетіні.",
        "Имя ключа, которым ручаться, если самый новый из файла ещё не принят.",
    ),
    "option-client-profile": ("The client's profile.", "Клиент профилі.", "Профиль клиента."),
    "option-environment": (
        "Shows the profile as lines for an environment, instead of a file; the password is among them.",
        "Профильді файл орнына орта жолдары ретінде көрсетеді; құпиясөз де солардың ішінде.",
        "Показывает профиль строками окружения вместо файла; пароль среди них.",
    ),
    "option-admit-yes": ("Admits what is shown.", "Көрсетілгенді қабылдайды.", "Принимает показанное."),
    "option-suspect-since": (
        "Since when the key is suspect.",
        "Кілт қай сәттен бері күмәнді.",
        "С какого момента ключ под подозрением.",
    ),
    "option-closed": ("Why it is closed.", "Неге жабылды.", "Почему закрыт."),
    "option-successor": (
        "Who stands for it from now on.",
        "Енді оның орнына кім тұрады.",
        "Кто отныне стоит вместо него.",
    ),
    "metavar-request": ("REQUEST", "ӨТІНІШ", "ЗАЯВКА"),
    "metavar-key": ("KEY", "КІЛТ", "КЛЮЧ"),
    "metavar-agency": ("AGENCY", "ОРГАН", "ОРГАН"),
    "metavar-topic": ("TOPIC", "ТОПИК", "ТОПИК"),
    "principal": ("User", "Пайдаланушы", "Пользователь"),
    "profile": ("Profile", "Профиль", "Профиль"),
    "vouched-by": ("Vouched for by", "Кепілдік берген", "Поручился"),
    "names": ("Names", "Атаулары", "Названия"),
    "valid-from": ("From when on", "Қай сәттен бастап", "С какого момента"),
    "closed": ("Closed", "Жабылған", "Закрыт"),
    "stood": ("now: {value}", "қазір: {value}", "сейчас: {value}"),
    "revoked-at": ("revoked {at}", "кері қайтарылған {at}", "отозван {at}"),
    "network": ("Network", "Желі", "Сеть"),
    "as-asked": ("{sentence}", "{sentence}", "{sentence}"),
    "alarm": ("ALARM  {sentence}", "ДАБЫЛ  {sentence}", "ТРЕВОГА  {sentence}"),
    "directory-of-the-log": (
        "From the reference log, verified to its end.",
        "Соңына дейін тексерілген анықтамалық журналдан.",
        "Из справочного журнала, проверенного до конца.",
    ),
    "bus-begun": (
        "The bus {network} stands; its reference log has {sequence} entries.",
        "{network} шинасы дайын; анықтамалық журналда {sequence} жазба бар.",
        "Шина {network} готова; в справочном журнале записей: {sequence}.",
    ),
    "enrol-asked": (
        "The request is {request}; give it to the superior, then to the operator. The keys stay in {keys}.",
        "Өтініш — {request}; оны жоғары тұрған органға, содан кейін операторға беріңіз. Кілттер {keys} ішінде қалады.",
        "Заявка: {request}; передайте её вышестоящему, затем оператору. Ключи остаются в {keys}.",
    ),
    "enrol-vouched": (
        "{owner} vouches for it now: {request}.",
        "Енді оған {owner} кепілдік береді: {request}.",
        "Теперь за неё ручается {owner}: {request}.",
    ),
    "a-network": (
        " The name of a bus is of small Latin letters, digits and hyphens, such as country.",
        " Шинаның атауы кіші латын әріптерінен, цифрлардан және дефистен тұрады, мысалы country.",
        " Имя шины состоит из строчных латинских букв, цифр и дефисов, например country.",
    ),
    "enrol-sure": (
        "Nothing was done. Give --yes to admit it.",
        "Ештеңе жасалған жоқ. Қабылдау үшін --yes беріңіз.",
        "Ничего не сделано. Чтобы принять, укажите --yes.",
    ),
    "enrol-admitted": (
        "Admitted. Its profile, with the password, is {profile}.",
        "Қабылданды. Құпиясөзі бар профилі — {profile}.",
        "Принято. Профиль с паролем: {profile}.",
    ),
    "rotate-asked": (
        "The request is {request}; the operator admits it. The new keys are in {keys} beside the old ones, which go on.",
        "Өтініш — {request}; оны оператор қабылдайды. Жаңа кілттер {keys} ішінде, ескілері де жарамды.",
        "Заявка: {request}; её принимает оператор. Новые ключи в {keys} рядом со старыми, которые действуют дальше.",
    ),
    "key-was-revoked": (
        "The key {key} proves nothing from now on.",
        "{key} кілті енді ештеңені дәлелдемейді.",
        "Ключ {key} отныне ничего не доказывает.",
    ),
    "agency-disabled": (
        "{agency} is closed: no rights, no users, keys revoked.",
        "{agency} жабылды: құқықтары да, пайдаланушылары да жоқ, кілттері кері қайтарылды.",
        "Орган {agency} закрыт: прав и пользователей нет, ключи отозваны.",
    ),
    "demo": (
        "For demonstration: operator, superiors and agencies keep their keys in one folder of this machine, which a real bus must never do.",
        "Көрсету үшін: оператор, жоғары тұрған органдар мен органдар кілттерін осы машинаның бір қалтасында сақтайды, нақты шинада бұлай жасауға болмайды.",
        "Для показа: оператор, вышестоящие и органы держат ключи в одной папке этой машины, чего настоящая шина делать не должна.",
    ),
}
