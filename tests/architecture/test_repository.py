"""What a stranger finds: locked installs, papers that exist, links that lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture import source
from tests.proof.planted import PLANTED

LOCKS = sorted((source.ROOT / "requirements").glob("*.txt"))
PAGES = sorted(p for p in source.ROOT.rglob("*.md") if not {".venv", "build"} & set(p.relative_to(source.ROOT).parts))
PROJECT = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    requirements = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert requirements
    assert [r.splitlines()[0] for r in requirements if "--hash=sha256:" not in r] == []


def test_the_build_backend_is_locked_too() -> None:
    locked = (source.ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    assert all(f"\n{name}==" in f"\n{locked}" for name in PROJECT["build-system"]["requires"])


def test_every_dependency_has_its_line_in_the_docs() -> None:
    page = (source.ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    groups = [PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values()]
    names = [re.split(r"[<>=\[]", requirement)[0] for group in groups for requirement in group]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_wheel_holds_exactly_our_packages() -> None:
    assert tuple(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == source.PACKAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(source.ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_readme_is_one_screen() -> None:
    assert len((source.ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80


def test_every_decision_page_says_all_four_things() -> None:
    pages = sorted((source.ROOT / "docs" / "decisions").glob("0*.md"))
    assert pages
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "What would change our mind"], page.name


def test_the_results_of_proof_and_benchmarks_are_committed() -> None:
    proof = (source.ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    rows = [line for line in proof.splitlines() if line.startswith("| ") and "Planted bug" not in line]
    assert len(rows) == len(PLANTED)
    assert "**missed**" not in proof
    assert "| habarshy duties |" in (source.ROOT / "docs" / "reference" / "benchmarks.md").read_text(encoding="utf-8")
