"""A real Chromium, and pages that remember whatever they should not have done."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MISSING = "Chromium is missing; `make tools` installs it (scripts/chromium.sh)"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SPY = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective);
});
"""


def program() -> str | None:
    """The browser of this system."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def running(path: str) -> Iterator[Any]:
    """A headless browser with an empty profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, headless=True, args=list(ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


@dataclass
class Watched:
    """A page of the browser with all complaints, dialogs and requests since it was opened."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, fragment: str = "") -> None:
        """To a fragment, as a link or the address bar would."""
        self.page.goto(self.address + fragment)

    def innocent(self) -> bool:
        """Whether nothing was asked of anybody, and nobody complained."""
        violations = self.page.evaluate("window.violations")
        asked = [each for each in self.requests if each.partition("#")[0] != self.address]
        return not (self.complaints or violations or asked)

    def texts(self, selector: str) -> list[str]:
        """What is written in each element, also in what is not rendered yet."""
        found: list[str] = self.page.locator(selector).all_text_contents()
        return found

    def ends_with(self, selector: str, count: int) -> None:
        """Wait until there are so many elements; the page's policy lets no code be waited for."""
        from playwright.sync_api import expect

        expect(self.page.locator(selector)).to_have_count(count)


def opened(started: Any, file: Path, **options: Any) -> Watched:
    """The file in a new profile; `options` are those of a context (viewport, color_scheme)."""
    context = started.new_context(**options)
    page = context.new_page()
    watched = Watched(page, file.as_uri())
    page.set_default_timeout(10_000)
    page.add_init_script(_SPY)
    page.on("console", lambda said: watched.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (watched.complaints.append("dialog"), dialog.dismiss()))
    page.on("popup", lambda _: watched.complaints.append("popup"))
    page.on("request", lambda each: watched.requests.append(each.url))
    page.goto(watched.address)
    return watched
