"""Where the rules and policies that ship with tokenlint are, and the rules as compiled data.

In a wheel both folders lie inside the package, in a checkout at the top of the repository.
"""

from functools import cache
from pathlib import Path
from typing import Any

from tokenlint.errors import Incomplete

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """The shipped folder `name`; raises Incomplete when the installation lacks it."""
    candidates = (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise Incomplete(
        f"the shipped folder {name}/ is missing from this installation",
        advice="install tokenlint again",
    )


@cache
def rules_dir() -> Path:
    """The catalogue of rules and the data files beside it."""
    return _folder("rules")


@cache
def policies_dir() -> Path:
    """The Rego policies and, in `schema/`, the JSON Schemas."""
    return _folder("policies")


@cache
def compiled() -> dict[str, Any]:
    """All files of `rules/` as one value, as `scripts/generate.py` wrote it.

    Reading some seventy YAML files would take longer than a whole run may last.
    Raises Incomplete when the file is missing or broken.
    The value is shared: treat it as read-only.
    """
    import msgspec  # lazily, since `--version` must not pay for it

    file = rules_dir() / "compiled.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise Incomplete(
            f"the compiled rules cannot be read: {error}",
            advice="install tokenlint again, or run scripts/generate.py in a checkout",
        ) from error
