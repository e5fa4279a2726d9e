"""The formats of a scan: two of its own, and those of any report."""

from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from tokenlint.report.output import Output, deliver_texts
from tokenlint.report.render import render as render_report
from tokenlint.report.view import View
from tokenlint.scan.run import Scan

_OWN = {"full": "text", "json": "json"}  # format -> module


def render(format_: str, scan: Scan, view: View) -> str:
    """The scan in a format, ending with a line feed. Raises UsageError for an unknown one."""
    if format_ not in _OWN:
        return render_report(format_, scan.report, view)
    module = import_module(f"tokenlint.report.scan.{_OWN[format_]}")
    text: str = module.render(scan, view)
    return text


def deliver(outputs: Sequence[Output], scan: Scan, stream: TextIO, view: View) -> bool:
    """Write every output, as those of a report are written."""
    return deliver_texts(outputs, lambda name, how: render(name, scan, how), stream, view)
