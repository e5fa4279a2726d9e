"""All formats by name, each module imported only when its format is asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

from tokenlint.errors import UsageError
from tokenlint.policy.finding import Report
from tokenlint.report.view import View

if TYPE_CHECKING:  # few formats need it
    from tokenlint.report.beside import Beside

# format -> module and function; both take a Report and a View and return text
FORMATS = {
    "full": ("full", "render"),
    "concise": ("concise", "render"),
    "json": ("json", "render"),
    "sarif": ("sarif", "render"),
    "junit": ("junit", "render"),
    "github": ("github", "render"),
    "github-summary": ("github", "summary"),
    "gitlab": ("gitlab", "render"),
    "svg": ("svg", "render"),
    "space": ("space_text", "render"),
    "space-svg": ("space_svg", "render"),
    "html": ("html.page", "render"),
}

WITH_SHEETS = frozenset({"html"})  # these also take least requests, fixes and a frontier


def render(
    format_: str, report: Report, view: View | None = None, beside: "Beside | None" = None
) -> str:
    """The report in one format, ending with a line feed and encodable as UTF-8.

    `beside` is for the formats that show more than the report (`WITH_SHEETS`).
    Raises UsageError for a format that does not exist.
    """
    module, name = FORMATS[known(format_)]
    function = getattr(import_module(f"tokenlint.report.{module}"), name)
    more = (beside,) if beside is not None and format_ in WITH_SHEETS else ()
    text: str = function(report, view or View(), *more)
    return text


def known(format_: str) -> str:
    """The same name if such a format exists; raises UsageError with the likely one otherwise."""
    if format_ in FORMATS:
        return format_
    from difflib import get_close_matches

    likely = get_close_matches(format_, FORMATS, 1)
    hint = f"did you mean {likely[0]}? " if likely else ""
    raise UsageError(
        f"no format is called {format_!r}", advice=f"{hint}one of {', '.join(FORMATS)}"
    )
