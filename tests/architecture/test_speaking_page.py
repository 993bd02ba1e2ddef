"""The page for other languages says what the vectors say, and what follows it uses nothing of ours."""

import ast
import json
import re
import sys

from tests.architecture import source
from tests.vectors import making, on_the_page

PAGE = (source.ROOT / "docs" / "how-to" / "speak-from-another-language.md").read_text(encoding="utf-8")
VECTORS = making.FILE.read_text(encoding="utf-8")
SECOND = source.ROOT / "tests" / "independent"
# Besides the standard library: primitives, and never the library's own HPKE.
PRIMITIVES = {
    "cryptography.exceptions",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.ciphers.aead",
}


def test_every_value_of_the_vectors_that_the_page_needs_stands_there() -> None:
    wanted = on_the_page.values(json.loads(VECTORS))
    assert {name: value for name, value in wanted.items() if value not in PAGE} == {}


def test_the_page_shows_no_value_that_is_not_in_the_vectors() -> None:
    shown = re.findall(r"\b[0-9a-f]{24,}\b|[A-Za-z0-9+/]{42,}={0,2}", PAGE)
    inside = VECTORS.replace("\\", "")
    assert shown
    assert [value for value in shown if value not in inside] == []


def imported() -> set[str]:
    found = set()
    for path in SECOND.glob("*.py"):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return found


def test_the_second_implementation_stands_on_its_own() -> None:
    strange = {name for name in imported() if name.split(".")[0] not in sys.stdlib_module_names}
    own = {name for name in strange if name == "tests.independent" or name.startswith("tests.independent.")}
    assert strange - own == PRIMITIVES
