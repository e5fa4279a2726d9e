"""The formats of a probe: two of its own, a page with its tables, and those of any report."""

from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from tokenlint.probe.probed import Probed
from tokenlint.report.output import Output, deliver_texts
from tokenlint.report.render import render as render_report
from tokenlint.report.view import View

_OWN = {"full": "text", "json": "json", "html": "page"}  # format -> module


def render(format_: str, result: Probed, view: View) -> str:
    """The probe in a format, ending with a line feed. Raises UsageError for an unknown one."""
    if format_ not in _OWN:
        return render_report(format_, result.report, view)
    module = import_module(f"tokenlint.report.probe.{_OWN[format_]}")
    text: str = module.render(result, view)
    return text


def deliver(outputs: Sequence[Output], result: Probed, stream: TextIO, view: View) -> bool:
    """Write every output, as those of a report are written."""
    return deliver_texts(outputs, lambda name, how: render(name, result, how), stream, view)
