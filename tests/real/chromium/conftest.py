"""One browser for all tests of this folder, and the pages that they look at."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.real.chromium.browser import MISSING, Watched, opened, program, running
from tests.report import samples
from tests.report.html.beside_samples import BESIDE, many
from tokenlint.policy.finding import Report
from tokenlint.report.beside import Beside
from tokenlint.report.html.page import render
from tokenlint.report.view import View

Open = Callable[..., Watched]


@pytest.fixture(scope="session")
def browser(unavailable: Callable[[str], None]) -> Iterator[Any]:
    path = program()
    if path is None:
        unavailable(MISSING)
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    with running(path) as started:
        yield started


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Renders a report, opens it, and closes its window at the end."""
    seen: list[Watched] = []

    def open_(report: Report = samples.REPORT, beside: Beside = BESIDE, **options: Any) -> Watched:
        file = tmp_path / f"report-{len(seen)}.html"
        file.write_text(render(report, View(), beside), encoding="utf-8")
        seen.append(opened(browser, file, **options))
        return seen[-1]

    yield open_
    for each in seen:
        each.page.context.close()


@pytest.fixture
def page(open_page: Open) -> Watched:
    """The report of the samples with everything beside it."""
    return open_page()


@pytest.fixture
def large(open_page: Open) -> Watched:
    """Three hundred documents with a thousand findings."""
    return open_page(many(samples.REPORT, 300, 1000))
