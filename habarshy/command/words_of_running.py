"""The words of `habarshy run`, `ledger` and `verify`: for each key English, Kazakh, Russian."""

from collections.abc import Mapping
from typing import Final

RUNNING: Final[Mapping[str, tuple[str, str, str]]] = {
    "short-run": ("Runs the bus's processes.", "Шинаның процестерін жүргізеді.", "Запускает процессы шины."),
    "help-run": (
        "Runs a part of the bus in the foreground until it is told to stop: intake, which checks what agencies send and records it in the ledger; relay, which writes into the inboxes; or bus, which is both in one process. SIGTERM ends it in order. The log goes to the error output.",
        "Шинаның бір бөлігін тоқтатылғанша алдыңғы планда жүргізеді: intake органдар жібергенін тексеріп, тізілімге жазады; relay кіріс жәшіктеріне жазады; bus екеуін бір процесте жүргізеді. SIGTERM ретімен тоқтатады. Журнал қателер шығысына жазылады.",
        "Запускает часть шины на переднем плане, пока её не остановят: intake проверяет присланное органами и записывает в реестр; relay пишет во входящие; bus — то и другое в одном процессе. SIGTERM завершает по порядку. Журнал идёт в поток ошибок.",
    ),
    "metavar-part": ("PART", "БӨЛІК", "ЧАСТЬ"),
    "option-bus-folder": (
        "The operator's folder with the profiles of intake and relay; intake or relay alone may have its profile from the environment.",
        "Оператордың қабылдау мен жеткізу профильдері жатқан қалтасы; жеке intake не relay профилін ортадан алуы мүмкін.",
        "Папка оператора с профилями приёма и доставки; отдельный intake или relay может взять профиль из окружения.",
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
}
