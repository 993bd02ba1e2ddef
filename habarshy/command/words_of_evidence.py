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
    "short-witness": (
        "Countersigns the bus's evidence.",
        "Шинаның дәлелдеріне қоса қол қояды.",
        "Заверяет доказательства шины.",
    ),
    "help-witness": (
        "An agency's witness: it reads the heads of the evidence with the new leaves, keeps them in a file of its own, and countersigns each head that extends all that it has seen. What forks, goes back or is not signed it refuses: it ends with exit code 1 and says what is wrong. It writes nothing to the bus.",
        "Органның куәгері: дәлелдер басын жаңа жапырақтарымен оқып, өз файлында сақтайды, бұрын көргеннің жалғасы болған әр басқа қоса қол қояды. Екіге айрылғанды, кері кеткенді не қол қойылмағанды қабылдамайды: не дұрыс емесін айтып, 1 кодымен шығады. Шинаға ештеңе жазбайды.",
        "Свидетель органа: читает вершины доказательств с новыми листьями, хранит их в собственном файле и заверяет каждую вершину, которая продолжает всё виденное. Раздвоение, откат и неподписанное он отвергает: завершается с кодом 1 и говорит, что не так. В шину он ничего не пишет.",
    ),
    "option-witness-profile": (
        "The profile of the witness's own user; otherwise HABARSHY_PROFILE.",
        "Куәгердің өз пайдаланушысының профилі; берілмесе HABARSHY_PROFILE.",
        "Профиль собственного пользователя свидетеля; иначе HABARSHY_PROFILE.",
    ),
    "option-once": (
        "Reads to the end and ends.",
        "Соңына дейін оқып, тоқтайды.",
        "Читает до конца и завершается.",
    ),
    "witness-countersigned": (
        "{size} entries, root {root}",
        "{size} жазба, түбірі {root}",
        "Записей: {size}, корень {root}",
    ),
}
