"""The house stands as the design says: imports only run downward, start-up stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tokenlint"
ROOMS = (  # from the ground up: each may import those before it
    ("source", "errors", "shipped"),
    ("privilege",),
    ("credentials",),
    ("capture",),
    ("workflows",),
    ("services",),
    ("trustspace",),
    ("policy",),
    ("permissions",),
    ("least", "frontier"),
    ("recipes",),
    (
        "inputs",
        "lint",
        "configurations",
        "checked_alone",
        "read",
        "token_inputs",
        "made_up",
        "rule_examples",
        "whole_runs",
        "scan",
        "probe",
        "audit",
        "presented",
        "presented_proxy",
        "presented_macaroon",
        "recognised",
        "declared",
        "operands",
        "comparison",
    ),
    ("baseline", "fix"),
    ("report",),
    ("cli",),
)
FLOOR = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
ENTRY_POINTS = ("__init__.py", "__main__.py")  # these two stand above all rooms
MODULES = [
    module
    for module in sorted(PACKAGE.rglob("*.py"))
    if module.parent != PACKAGE or module.name not in ENTRY_POINTS
]


def _room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_rooms(module: Path) -> set[str]:
    """Rooms of tokenlint that a module imports, at its top or inside a function."""
    names: list[str] = []
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "tokenlint":
            names += [f"tokenlint.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "tokenlint" and len(part) > 1} & FLOOR.keys()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_run_downward(module: Path) -> None:
    room = _room(module)
    above = {other for other in _imported_rooms(module) if FLOOR[other] > FLOOR[room]}
    assert above == set()


def test_every_room_has_its_floor() -> None:
    rooms = {_room(module) for module in MODULES}
    assert rooms <= FLOOR.keys()


def test_the_algebra_needs_nothing_but_the_standard_library() -> None:
    for module in (PACKAGE / "privilege").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.ImportFrom):
                top = (node.module or "").split(".")[0]
                assert top == "tokenlint" or top in sys.stdlib_module_names, module


def test_version_is_answered_without_any_dependency() -> None:
    code = (
        "import sys; sys.argv[1:] = ['--version']; from tokenlint.cli import main; main();"
        "print(sorted({'click', 'rich', 'msgspec', 'jwt', 'regopy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
