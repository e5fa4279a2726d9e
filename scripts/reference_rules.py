"""One page for each rule, and the table of them all, from the catalogue."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scripts.markdown import fence, listed, page, prose, source, table
from tokenlint.policy.entries import read_entries
from tokenlint.report.explain import ADVICE

FOLDER = "docs/reference/rules"

FAMILIES = {
    "AUD": "Audience: where a token may be used",
    "SCP": "Scope: what a token allows",
    "LIF": "Lifetime: how long a token works",
    "SIG": "Signature and header: who made a token",
    "CLM": "Claims: what a token says",
    "ISS": "Issuers and brokers: what they hand out",
    "WKF": "Workflow: what is declared",
    "SVC": "Service: what its configuration lets a token do",
    "MAC": "Macaroons: how far one reaches",
    "PRX": "Proxies: X.509 and VOMS",
    "CAP": "Captures: where credentials were found",
    "PRB": "Probes: what a service does for tokens that it should refuse",
    "LOG": "Audits: what logs say was allowed",
    "IGN": "Ignore comments",
}
_QUESTIONS = {"audience": "where", "scope": "what", "lifetime": "how long"}
_SAFE = {
    True: "`tokenlint fix` writes this where only one text is right; nothing changes its meaning.",
    False: "`tokenlint fix --unsafe` writes this where only one text is right; check it first.",
}

_PLURALS = {"proxy": "proxies"}

Entry = Mapping[str, Any]


def rule_pages(root: Path) -> Mapping[str, str]:
    """The pages of all rules in `rules/`, and their index."""
    entries, _ = read_entries([root / "rules"])
    pages = {f"{FOLDER}/{code}.md": _page(entry) for code, entry in entries.items()}
    return {f"{FOLDER}/index.md": _index(entries.values()), **pages}


def _index(entries: Iterable[Entry]) -> str:
    found = sorted(entries, key=lambda entry: str(entry["code"]))
    intro = (
        "Each rule has a code that never changes its meaning.\n"
        "`tokenlint rules` prints this table in the terminal, "
        "and `tokenlint explain CODE` prints the page of one rule."
    )
    parts = [_family(name, title, found) for name, title in FAMILIES.items()]
    return page("Rules", intro, _personas(), *parts)


def _personas() -> str:
    return (
        "The column *shown to* names the least demanding reader who sees the rule "
        "(`--persona regular`, `pedantic` or `auditor`)."
    )


def _family(name: str, title: str, entries: list[Entry]) -> str:
    rows = [
        [f"[{e['code']}]({e['code']}.md)", e["title"], e["severity"], e["axis"], e["persona"]]
        for e in entries
        if e["family"] == name
    ]
    head = ["code", "title", "severity", "axis", "shown to"]
    return f"## {title}\n\n{table(head, rows)}" if rows else ""


def _page(entry: Entry) -> str:
    return page(
        f"{entry['code']} {entry['name']}",
        f"**{entry['title']}**",
        table(["severity", "confidence", "axis", "shown to", "judges", "since"], [_traits(entry)]),
        f"## What it says\n\n{prose(_template(entry['message']))}",
        f"## Why it matters\n\n{prose(entry['why'])}",
        f"## What to write instead\n\n{_fix(entry)}",
        *(_example("Wrong", example) for example in entry["examples"]["bad"]),
        *(_example("Right", example) for example in entry["examples"]["good"]),
        f"## Sources\n\n{listed(source(each) for each in entry['references'])}",
        _ignoring(str(entry["code"])),
    )


def _traits(entry: Entry) -> list[str]:
    question = _QUESTIONS.get(entry["axis"])
    axis = f"{entry['axis']} ({question})" if question else "none"
    kinds = ", ".join(_PLURALS.get(kind, f"{kind}s") for kind in entry["kinds"])
    return [entry["severity"], entry["confidence"], axis, entry["persona"], kinds, entry["since"]]


def _template(text: str) -> str:
    """A message with its gaps marked."""
    return text.replace("{advice}", ADVICE).replace("{", "*").replace("}", "*")


def _fix(entry: Entry) -> str:
    text = prose(_template(entry["fix"]))
    return f"{text}\n\n{_SAFE[entry['fix_safe']]}" if "fix_safe" in entry else text


def _example(word: str, example: Entry) -> str:
    parts = [f"### {word}: {example['name']}"]
    if "workflow" in example:
        parts.append(fence(example["workflow"], "yaml"))
    elif "files" in example:
        for name, text in example["files"].items():
            parts += [f"`{name}`:", fence(text, _language(name))]
    elif "capture" in example:
        parts += ["A capture:", fence(example["capture"], "text")]
    elif "probe" in example:
        parts += ["A probe with these results:", fence(_nested(example["probe"]), "yaml")]
    elif "audit" in example:
        parts += ["An audit with this result:", fence(_nested(example["audit"]), "yaml")]
    elif "macaroon" in example:
        parts += _macaroon(example["macaroon"])
    elif "proxy" in example:
        parts += ["A proxy that is made of:", fence(_yaml(example["proxy"]), "yaml")]
    else:
        parts += _token(example["token"])
    if "against" in example:
        parts += ["The token is judged against this workflow:", fence(example["against"], "yaml")]
    return "\n\n".join(parts)


def _language(name: str) -> str:
    """What a highlighter calls the language of a file; most configurations are like INI files."""
    endings = {"yml": "yaml", "yaml": "yaml", "json": "json", "md": "markdown"}
    return endings.get(name.rpartition(".")[2], "ini")


def _token(token: Entry) -> list[str]:
    parts = []
    if header := token.get("raw_header") or token.get("header"):
        parts += ["The header of a token:", _json(header)]
    parts += ["The claims of a token:", _json(token.get("raw_claims") or token.get("claims", {}))]
    said = {
        "matching": "The signature is checked with the key that signed.",
        "other": "The signature is checked with another key of that name.",
        "unfitting": "The keys that are given do not fit.",
    }
    parts += [said[token["keys"]]] if token.get("keys") in said else []
    return parts


def _macaroon(macaroon: Entry) -> list[str]:
    lines = [f"location   {macaroon.get('location', '(none)')}"]
    lines += [f"caveat     {text}" for text in macaroon["caveats"]]
    if "third_party" in macaroon:
        lines.append(f"caveat     of a third party at {macaroon['third_party']}")
    word = "A macaroon with a line break in the middle:" if "broken" in macaroon else "A macaroon:"
    return [word, fence("\n".join(lines), "text")]


def _yaml(proxy: Entry) -> str:
    """The members of an example proxy, a line each; JSON is YAML, too."""
    rows = [f"{name}: {json.dumps(value)}" for name, value in proxy.items()]
    return "\n".join(rows) or "{}  # as usual: RFC 3820, 12 hours, no attributes"


def _nested(result: Entry) -> str:
    """What a probe or an audit came to: lists of objects, an object a line."""
    rows: list[str] = []
    for name, values in result.items():
        rows += [f"{name}:", *(f"  - {json.dumps(value)}" for value in values)]
    return "\n".join(rows) or "{}"


def _json(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return fence(text, "json" if not isinstance(value, str) else "text")


def _ignoring(code: str) -> str:
    comment = fence(f"# tokenlint: ignore[{code}] the reason; until=2027-01-31", "yaml")
    link = "[How to suppress a finding](../../how-to/suppress.md) tells more."
    return f"## To ignore it at one place\n\n{comment}\n\n{link}"
