"""Write everything that is generated from the catalogue of rules.

    python -m scripts.generate            write what is stale
    python -m scripts.generate --check    write nothing, name what is stale, exit 1 if anything is

A generator maps the repository's folder to the texts of the files that it owns.
Add one to GENERATORS; the same input must always give the same text.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scripts.lifetime_pictures import lifetime_pictures
from scripts.migration import migration_picture
from scripts.reference_commands import command_page
from scripts.reference_probe import probe_page
from scripts.reference_recipes import recipe_page
from scripts.reference_rules import rule_pages
from scripts.reference_schemas import schema_pages
from scripts.reference_services import service_page
from scripts.reference_tables import table_pages
from scripts.snippets import pictures, snippets
from tokenlint import shipped
from tokenlint.errors import PolicyError
from tokenlint.policy.entries import read_data, read_entries
from tokenlint.policy.policies import PROVEN
from tokenlint.policy.portable import check_portable
from tokenlint.policy.rego import module_facts, read_module
from tokenlint.source import Problem

ROOT = Path(__file__).resolve().parent.parent

Generated = Mapping[str, str]  # file, relative to the repository, to its text
Generator = Callable[[Path], Generated]

DATA = {
    "trust_space": "trust-space.yaml",
    "workflows": "workflows.yaml",
    "limits": "limits.yaml",
    "implementations": "implementations.yaml",
    "issuers": "issuers.yaml",
    "macaroons": "macaroons.yaml",
}


def compiled_rules(root: Path) -> Generated:
    """`rules/compiled.json`: all of `rules/` in one file, which is what the tool reads."""
    rules = root / "rules"
    entries, problems = read_entries([rules])
    data: dict[str, Any] = {}
    for name, file in DATA.items():
        value = read_data(rules / file)
        if isinstance(value, Problem):
            problems += (value,)
        else:
            data[name] = value
    if problems:
        raise PolicyError(f"{len(problems)} problem(s) in rules/", problems)
    data["limits"] = {name: limit["value"] for name, limit in data["limits"].items()}
    data[PROVEN] = _portable(root / "policies")
    return {"rules/compiled.json": _json({"catalogue": dict(sorted(entries.items())), **data})}


def _portable(policies: Path) -> dict[str, dict[str, Any]]:
    """What runs need to know of the policies, all of them portable, by the fingerprint of each."""
    texts = {
        file: file.read_text(encoding="utf-8")
        for file in policies.rglob("*.rego")
        if not file.name.endswith("_test.rego")
    }
    checked = {text: check_portable(str(file), text) for file, text in texts.items()}
    problems = tuple(problem for found in checked.values() for problem in found)
    if problems:
        raise PolicyError(f"{len(problems)} problem(s) in policies/", problems)
    modules = (read_module(file.name, text) for file, text in texts.items())
    facts = {module.fingerprint: module_facts(module) for module in modules}
    return dict(sorted(facts.items(), key=lambda item: item[1]["package"]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


GENERATORS: tuple[Generator, ...] = (
    compiled_rules,
    rule_pages,
    table_pages,
    command_page,
    schema_pages,
    service_page,
    recipe_page,
    probe_page,
    pictures,
    migration_picture,
    lifetime_pictures,
    snippets,
)
# Folders in which every file is generated; others there are stale.
OWNED: tuple[str, ...] = ("docs/reference", "docs/images")


def generate(root: Path) -> dict[str, str]:
    """The text of every generated file; raises PolicyError for broken sources."""
    return {file: text for generator in GENERATORS for file, text in generator(root).items()}


def changed_files(root: Path, generated: Generated) -> list[str]:
    """The files that differ from what they should be, or are missing."""
    return sorted(file for file, text in generated.items() if _read(root / file) != text)


def stale_files(root: Path, generated: Generated) -> list[str]:
    """The files that differ from what they should be, are missing, or are left over."""
    existing = (path for folder in OWNED for path in (root / folder).rglob("*") if path.is_file())
    names = (path.relative_to(root).as_posix() for path in existing)
    left_over = [name for name in names if name not in generated]
    return sorted(changed_files(root, generated) + left_over)


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write(root: Path, generated: Generated, stale: list[str]) -> None:
    """Bring the stale files up to date; remove those that no generator makes any more."""
    for file in stale:
        path = root / file
        if file in generated:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated[file], encoding="utf-8")
        else:
            path.unlink()


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Exit code: 0 all fresh or written, 1 stale with --check, 4 the sources are broken."""
    parser = argparse.ArgumentParser(description="Write what is generated from the rules.")
    parser.add_argument("--check", action="store_true", help="only name what is stale")
    check = parser.parse_args(arguments).check
    try:
        # The other generators run tokenlint, which reads what this one writes.
        compiled = compiled_rules(root)
        stale = _refresh(root, compiled, changed_files(root, compiled), check=check)
        if not (check and stale):
            generated = generate(root)
            stale += _refresh(root, generated, stale_files(root, generated), check=check)
    except PolicyError as error:
        for problem in error.problems:
            print(f"{problem.source}: {problem.reason}", file=sys.stderr)
        return error.exit_code
    return 1 if check and stale else 0


def _refresh(root: Path, generated: Generated, stale: list[str], *, check: bool) -> list[str]:
    """Write what is stale, unless it is only to be checked, and say which files those are."""
    if not check:
        write(root, generated, stale)
        shipped.compiled.cache_clear()
    for file in stale:
        print(f"{'stale' if check else 'written'}: {file}")
    return stale


if __name__ == "__main__":
    sys.exit(main())
