"""What every page has: head, policy, header, the data and the one script."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from tokenlint.report.elements import Element, el, escaped, mark_up, script_json, shown
from tokenlint.report.html.theme import theme


@cache
def _packaged(name: str) -> str:
    return files("tokenlint.report.html").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def whole(title: str, body: Sequence[Element], pages: Sequence[Element], data: Any) -> str:
    """The document; its policy names the one style and the one script by their hashes."""
    style, script = theme() + _packaged("page.css"), _packaged("page.js")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    sections = list(body)
    links = [
        el("a", words, href=f"#{name}")
        for name, words in _SECTIONS.items()
        if any(("id", name) in part.attributes for part in sections)
    ]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{escaped(shown(title))}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>tokenlint report</h1>
<nav aria-label="Sections">{"".join(mark_up(each) for each in links)}</nav>
{mark_up(_theme_choice())}
</header>
<main id="main" tabindex="-1">
<div id="overview">
{"".join(mark_up(part) for part in sections)}
</div>
<div id="pages">{"".join(mark_up(each) for each in pages)}</div>
</main>
<footer><p>{_FOOT}</p></footer>
<script type="application/json" id="data">{script_json(data)}</script>
<script>{script}</script>
</body>
</html>
"""


_FOOT = "Made by tokenlint. This page holds no usable token and asks no server for anything."
_SECTIONS = {
    "summary": "Summary",
    "probe": "Probe",
    "differences": "Differences",
    "audit": "Audit",
    "space": "Trust space",
    "documents": "Documents",
    "findings": "Findings",
    "frontier": "Price of lifetime",
}


def _theme_choice() -> Element:
    options = (el("option", words, value=words.lower()) for words in ("Auto", "Light", "Dark"))
    choice = el("select", *options, id="theme", autocomplete="off")
    return el("p", el("label", "Theme", for_="theme"), " ", choice, id="theme-choice", hidden="")
