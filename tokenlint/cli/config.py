"""The configuration file: found upward from the working directory, checked whole, then used.

`tokenlint.toml` wins over `[tool.tokenlint]` in the pyproject.toml beside it.
The search stops at the repository's root, so that a stranger's file above it has no say.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tokenlint.errors import UsageError
from tokenlint.policy.settings import Waiver
from tokenlint.source import Source
from tokenlint.workflows.duration import parse_duration


@dataclass(frozen=True, slots=True)
class Config:
    """The values of one configuration file; `path` is None where there is none."""

    values: Mapping[str, Any]
    path: Path | None = None

    @property
    def folder(self) -> Path:
        """What relative names in the file are relative to."""
        return self.path.parent if self.path else Path()

    def limits(self, defaults: Mapping[str, int]) -> dict[str, int]:
        """`defaults` with the limits of the file in their place, durations in seconds."""
        chosen = {key.replace("-", "_"): v for key, v in self.values.get("limits", {}).items()}
        return {**defaults, **{key: self._seconds(key, value) for key, value in chosen.items()}}

    def _seconds(self, key: str, value: int | str) -> int:
        if isinstance(value, int):
            return value
        try:
            return parse_duration(value)
        except ValueError as error:
            raise UsageError(
                f"{self.path}: limits.{key.replace('_', '-')}: {error}",
                advice="write a duration such as 6h, 15m, 400d or whole seconds",
            ) from None

    def waivers(self) -> tuple[Waiver, ...]:
        """The `[[suppress]]` tables."""
        source = Source(str(self.path))
        return tuple(
            Waiver(row["files"], tuple(row["codes"]), row["reason"], row.get("until", ""), source)
            for row in self.values.get("suppress", ())
        )

    def policy_folders(self) -> tuple[Path, ...]:
        """Folders with a site's own policies."""
        return tuple(self.folder / name for name in self.values.get("policy", ()))


def schema() -> dict[str, Any]:
    """The published JSON Schema of the configuration."""
    from importlib.resources import files

    text = files("tokenlint.cli").joinpath("config.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def load_config(given: Path | None, start: Path) -> Config:
    """The configuration `given`, else the nearest one at `start` or above.

    Raises UsageError with every error of the file at once.
    """
    if given is not None:
        return Config(_checked(given, _read(given) or {}), given)
    for path in _candidates(start):
        values = _read(path)
        if values is not None:
            return Config(_checked(path, values), path)
    return Config({})


def _candidates(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents):
        for name in ("tokenlint.toml", "pyproject.toml"):
            if (folder / name).is_file():
                yield folder / name
        if (folder / ".git").exists():
            return


def _read(path: Path) -> dict[str, Any] | None:
    """The values of a file; None for a pyproject.toml that does not speak of tokenlint."""
    import tomllib  # lazily, as all here that a run without a configuration does not need

    try:
        with path.open("rb") as stream:
            values = tomllib.load(stream)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: no valid TOML: {error}") from None
    if path.name != "pyproject.toml":
        return values
    table: dict[str, Any] | None = values.get("tool", {}).get("tokenlint")
    return table


def _checked(path: Path, values: dict[str, Any]) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    values = _dates_as_text(values)
    errors = list(Draft202012Validator(schema()).iter_errors(values))
    if errors:
        lines = sorted(f"  {_in_words(error)}" for error in errors)
        raise UsageError(f"{path}: the configuration is not valid:\n" + "\n".join(lines))
    return values


def _dates_as_text(values: Any) -> Any:
    """The same values with TOML's dates as ISO text, as JSON Schema knows them."""
    if isinstance(values, dict):
        return {key: _dates_as_text(value) for key, value in values.items()}
    if isinstance(values, list):
        return [_dates_as_text(value) for value in values]
    return values.isoformat() if isinstance(values, date) else values


def _in_words(error: Any) -> str:
    where = ".".join(str(part) for part in error.absolute_path) or "top level"
    if error.validator != "additionalProperties":
        return f"{where}: {error.message}"
    known = sorted(error.schema["properties"])
    unknown = sorted(set(error.instance) - set(known))
    return "; ".join(f"{where}: unknown key {key!r}{_meant(key, known)}" for key in unknown)


def _meant(key: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key, known, 1, 0.6)
    return f", did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
