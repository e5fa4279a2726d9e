"""How long the HTML report takes to be written, and to be open in a real Chromium."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import row, title
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.finding import Axes, Document, Finding, Fix, Location, Report
from tokenlint.report.html.page import render
from tokenlint.report.view import View
from tokenlint.source import Source

FINDINGS, DOCUMENTS, SECONDS, RUNS = 10_000, 1_000, 2.0, 5
MOST_BYTES = 300_000  # of a page for 1,000 documents, besides its data
_DATA = '<script type="application/json" id="data">'
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def run(folder: Path) -> None:
    """Write the page, open it in a new profile each time, and look at the clock of the browser."""
    title(f"HTML report: {FINDINGS:,} findings with frames in {DOCUMENTS:,} documents")
    view = View(rules=load_catalogue().rules)
    start = time.perf_counter()
    text = render(made_up(FINDINGS, DOCUMENTS), view)
    row("written in", f"{time.perf_counter() - start:.1f} s")
    data = text.partition(_DATA)[2].partition("</script>")[0]
    beside = len(text) - len(data)
    row("its data", f"{len(data) / 1e6:.1f} MB")
    row("all besides", f"{beside / 1e3:.0f} kB", "under 300 kB", met=beside < MOST_BYTES)
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        row("opened", "not measured", "Chromium is missing: scripts/chromium.sh")
        return
    _open(program, file)


def _open(program: str, file: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        times = [_once(driver, program, file) for _ in range(RUNS)]
    for number, name in enumerate(("first contents", "loaded, script done", "next frame painted")):
        value = median(each[number] for each in times)
        goal = f"under {SECONDS:g} s"
        row(f"opened: {name}", f"{value:.2f} s", goal, met=value < SECONDS)
    row("a filter by text answers in", f"{median(each[3] for each in times):.2f} s")


def _once(driver: Any, program: str, file: Path) -> tuple[float, float, float, float]:
    """Seconds since the navigation began, of a browser that never saw the page."""
    browser = driver.chromium.launch(executable_path=program, headless=True, args=_FLAGS)
    try:
        page = browser.new_page()
        start = time.perf_counter()
        page.goto(file.as_uri(), wait_until="load")
        # Two frames later everything that the script did is on the screen.
        page.evaluate(
            "new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(tell)))"
        )
        seen = time.perf_counter() - start
        first, loaded = page.evaluate(
            "[performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0, "
            "performance.timing.loadEventEnd - performance.timing.navigationStart]"
        )
        start = time.perf_counter()
        page.fill("#text", f"number {FINDINGS - 1})")
        page.locator("#findings-list > li:only-child").wait_for(state="attached")
        return first / 1000, loaded / 1000, seen, time.perf_counter() - start
    finally:
        browser.close()


def made_up(findings: int, documents: int) -> Report:
    """Findings of all rules of the catalogue, each with a frame, a fix and its sources."""
    rules = list(load_catalogue().rules.values())
    spread = tuple(_document(number) for number in range(documents))
    found = []
    for number in range(findings):
        rule = rules[number % len(rules)]
        document = spread[number % documents]
        line = 3 + number % 40
        source = Source(document.source.file, line, 12, 40, f"/workflows/{number}/token")
        found.append(
            Finding(
                rule.code,
                rule.name,
                rule.title,
                rule.severity,
                rule.confidence,
                rule.persona,
                rule.axis,
                f"{rule.title}: made up for measuring (number {number})",
                document.id,
                (Location(source, "this is more than is needed"),),
                {"request": f"DELETE /data/set{number} at https://storage.example for 6 h"},
                Fix(f"scope: storage.read:/data/set{number}", safe=True),
                rule.references,
            )
        )
    text = "".join(
        f"  line {n}: [a list, of, values, {n}, that a frame shows]\n" for n in range(50)
    )
    texts = {each.source.file: text for each in spread}
    return Report(
        "0.1.0", "made up", 1_795_176_000, documents=spread, findings=tuple(found), texts=texts
    )


def _document(number: int) -> Document:
    file = f"area{number % 100}/workflows.yaml"
    held = Axes((number % 50) / 50, (number % 37) / 37, (number % 23) / 23, 0.6, 0.5)
    need = replace(held, audience=held.audience / 2, scope=held.scope / 3)
    return Document(
        f"{file}#work-{number}", "workflow", f"work-{number}", Source(file, number % 40),
        {"kind": "third-party-copy", "lifetime": "6 h"}, held, need, 0.3,
    )  # fmt: skip
