"""The words of `habarshy evidence` and `habarshy witness`: for each key English, Kazakh, Russian."""

from typing import Final

EVIDENCE: Final[dict[str, tuple[str, str, str]]] = {
    "short-evidence": ("Checks the evidence.", "Дәлелдерді тексереді.", "Проверяет доказательства."),
    "help-evidence": (
        "The log of all that the bus decided, which can only grow.",
        "Шина шешкеннің бәрі жазылған, тек өсе алатын журнал.",
        "Журнал всех решений шины, который может только расти.",
    ),
    "short-evidence-audit": (
        "Compares the ledger with what was signed.",
        "Тізілімді қол қойылғанмен салыстырады.",
        "Сравнивает реестр с подписанным.",
    ),
    "help-evidence-audit": (
        "Computes all records, leaves and heads of the ledger anew, and compares them with what the bus has signed and published. It names the first entry that was changed, exchanged or taken out. It changes nothing. The exit code is 1 if something is wrong.",
        "Тізілімнің барлық жазбасын, жапырағын және басын қайта есептеп, шина қол қойып, жариялағанмен салыстырады. Өзгертілген, ауыстырылған не алып тасталған алғашқы жазбаны атайды. Ештеңе өзгертпейді. Бірдеңе дұрыс болмаса, шығу коды 1.",
        "Заново вычисляет все записи, листья и вершины реестра и сравнивает их с тем, что шина подписала и опубликовала. Называет первую запись, которую изменили, подменили или удалили. Ничего не меняет. Код выхода 1, если что-то не так.",
    ),
    "option-audit-folder": (
        "The operator's folder, of which the profile of the auditor is used; otherwise HABARSHY_OPERATOR, otherwise bus in the folder of the stack.",
        "Оператор қалтасы, ондағы аудитор профилі қолданылады; берілмесе HABARSHY_OPERATOR, ол да болмаса стек қалтасындағы bus.",
        "Папка оператора, из которой берётся профиль аудитора; иначе HABARSHY_OPERATOR, иначе bus в папке стека.",
    ),
    "evidence-whole": (
        "The evidence is what was signed. Entries under a head: {leaves}; heads: {heads}, of which on the wire: {published}; records computed anew: {records}.",
        "Дәлелдер қол қойылғандай. Басқа кірген жазба: {leaves}; бас: {heads}, оның желідегісі: {published}; қайта есептелген жазба: {records}.",
        "Доказательства таковы, какими подписаны. Записей под вершиной: {leaves}; вершин: {heads}, из них в канале: {published}; записей вычислено заново: {records}.",
    ),
}
