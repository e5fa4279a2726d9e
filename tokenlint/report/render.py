"""All formats by name, each module imported only when its format is asked for."""

from importlib import import_module

from tokenlint.errors import UsageError
from tokenlint.policy.finding import Report
from tokenlint.report.view import View

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
}


def render(format_: str, report: Report, view: View | None = None) -> str:
    """The report in one format, ending with a line feed and encodable as UTF-8.

    Raises UsageError for a format that does not exist.
    """
    module, function = FORMATS[known(format_)]
    text: str = getattr(import_module(f"tokenlint.report.{module}"), function)(
        report, view or View()
    )
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
