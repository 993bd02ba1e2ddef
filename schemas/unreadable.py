"""The error of a file that cannot be read; by itself, so that catching it loads no YAML."""


class UnreadableError(ValueError):
    """The file is not YAML, or says one thing twice."""

    def __init__(self, code: str, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.code, self.where, self.what = code, where, what
