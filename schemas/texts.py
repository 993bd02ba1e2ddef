"""A text that a person reads: always in English, Kazakh and Russian."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from schemas.values import Value

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True)]


class Text(Value):
    """The same words in the three languages; none may be missing."""

    en: Sentence
    kk: Sentence
    ru: Sentence

    def in_(self, language: Language) -> str:
        match language:
            case "kk":
                return self.kk
            case "ru":
                return self.ru
            case "en":
                return self.en
