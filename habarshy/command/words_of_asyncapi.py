"""What `habarshy asyncapi` says: for each key English, Kazakh, Russian. The words of the page it writes stand with the page."""

from typing import Final

ASYNCAPI: Final[dict[str, tuple[str, str, str]]] = {
    "short-asyncapi": (
        "Writes the contract as an AsyncAPI document or a page.",
        "Келісімшартты AsyncAPI құжаты немесе бет түрінде жазады.",
        "Записывает контракт как документ AsyncAPI или страницу.",
    ),
    "help-asyncapi": (
        "The contract of the bus as AsyncAPI 3: topics, who may use them, every message with its examples.",
        "Шинаның келісімшарты AsyncAPI 3 түрінде: топиктер, оларды кім пайдалана алады, әр хабар мысалдарымен.",
        "Контракт шины в виде AsyncAPI 3: топики, кому они доступны, каждое сообщение с примерами.",
    ),
    "short-asyncapi-export": (
        "Writes the document, or a page for people.",
        "Құжатты немесе адамдарға арналған бетті жазады.",
        "Записывает документ или страницу для людей.",
    ),
    "help-asyncapi-export": (
        "Writes the AsyncAPI document to the standard output or into a file, and a page of HTML that needs no network.",
        "AsyncAPI құжатын стандартты шығысқа не файлға, ал желісіз ашылатын HTML бетін файлға жазады.",
        "Записывает документ AsyncAPI в стандартный вывод или в файл, а страницу HTML, которой не нужна сеть, — в файл.",
    ),
    "option-asyncapi-output": (
        "Writes the document into this file.",
        "Құжатты осы файлға жазады.",
        "Записывает документ в этот файл.",
    ),
    "option-asyncapi-html": (
        "Writes a page for people into this file.",
        "Адамдарға арналған бетті осы файлға жазады.",
        "Записывает страницу для людей в этот файл.",
    ),
    "asyncapi-written": (
        "{messages} messages written to {file}.",
        "{file} файлына {messages} хабар жазылды.",
        "Записано сообщений: {messages}, файл {file}.",
    ),
}
