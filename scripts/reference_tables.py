"""Pages for the data in `rules/`: limits, trust space, workflows, implementations, macaroons."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.markdown import human, listed, page, prose, source, table
from tokenlint.policy.entries import read_data

FOLDER = "docs/reference"

Data = Mapping[str, Any]


def table_pages(root: Path) -> Mapping[str, str]:
    """The five pages."""
    rules = root / "rules"
    return {
        f"{FOLDER}/limits.md": _limits(_data(rules / "limits.yaml")),
        f"{FOLDER}/trust-space.md": _trust_space(_data(rules / "trust-space.yaml")),
        f"{FOLDER}/workflow-kinds.md": _kinds(_data(rules / "workflows.yaml")),
        f"{FOLDER}/implementations.md": _implementations(_data(rules / "implementations.yaml")),
        f"{FOLDER}/macaroons.md": _macaroons(_data(rules / "macaroons.yaml")),
    }


def _data(file: Path) -> Any:
    return read_data(file)  # a broken file is reported by the generator of compiled.json


def _limits(data: Data) -> str:
    rows = [
        [f"`{name.replace('_', '-')}`", _amount(limit), limit["why"], source(limit["source"])]
        for name, limit in data.items()
    ]
    intro = (
        "The numbers that rules compare with.\n"
        "A site sets its own in the table `[limits]` of its [configuration](configuration.md).\n"
        "Limits on the size of what is read are on the page "
        "[Limits on input](../explanation/limits-on-input.md)."
    )
    return page("Limits", intro, table(["limit", "default", "what it is for", "source"], rows))


def _amount(limit: Data) -> str:
    if limit["unit"] == "seconds":
        return human(limit["value"])
    return f"{limit['value']} {limit['unit']}"


def _trust_space(data: Data) -> str:
    lifetime, audience, scope = data["lifetime"], data["audience"], data["scope"]
    weights = [[action, str(w["value"]), w["why"]] for action, w in scope["weights"].items()]
    constants = [
        ["shortest lifetime (floor)", human(lifetime["floor"]["value"]), lifetime["floor"]["why"]],
        ["longest lifetime", human(lifetime["ceiling"]["value"]), lifetime["ceiling"]["why"]],
        ["endpoints", str(audience["endpoints"]["value"]), audience["endpoints"]["why"]],
        ["breadth ratio", str(scope["breadth_ratio"]["value"]), scope["breadth_ratio"]["why"]],
        ["partial", str(scope["partial"]["value"]), scope["partial"]["why"]],
    ]
    return page(
        "Calibration of trust space",
        "The constants behind the three axes. Their source is `rules/trust-space.yaml`.\n"
        "What the axes mean is told in [Token-trust space](../explanation/trust-space.md).",
        f"## Weights of the actions\n\n{table(['action', 'weight', 'reason'], weights)}",
        f"## Other constants\n\n{table(['constant', 'value', 'reason'], constants)}",
    )


def _kinds(data: Data) -> str:
    kinds = [_kind(name, kind) for name, kind in data["kinds"].items()]
    rows = [[f"`{n}`", m["title"], m["description"], _checked(m)] for n, m in _mitigations(data)]
    head = ["name", "title", "what it means", "checked by tokenlint"]
    intro = (
        "A token that lives longer than the default maximum needs a reason and mitigations.\n"
        "They depend on the kind of workflow.\n"
        "[Long lifetimes and mitigations](../explanation/long-lifetimes.md) tells why."
    )
    mitigations = f"## Mitigations\n\n{table(head, rows)}"
    return page("Kinds of workflows", intro, *kinds, mitigations)


def _mitigations(data: Data) -> list[tuple[str, Data]]:
    return list(data["mitigations"].items())


def _checked(mitigation: Data) -> str:
    words = {
        "request": "yes, from the request",
        "partly": "partly: the request can contradict it",
        "no": "no: the declaration is believed",
    }
    return words[mitigation["checked"]]


def _kind(name: str, kind: Data) -> str:
    recognised = "yes" if kind["recognised"] else "no: a risk assessment is asked for"
    demands = ", ".join(f"`{each}`" for each in kind["demands"])
    facts = [
        ["named by WLCG profile 1.3, section 4.3.1", recognised],
        ["demands for more than the default maximum", demands],
        ["longest lifetime with them", kind["maximum"]],
        ["client addresses of one token that explain themselves", str(kind["addresses"])],
    ]
    sources = listed(source(each) for each in kind["sources"])
    body = [prose(kind["description"]), table(["", ""], facts), f"Sources:\n\n{sources}"]
    return "\n\n".join([f"## `{name}`: {kind['title']}", *body])


def _implementations(data: list[Data]) -> str:
    intro = (
        "A scope means what the profile says. A service may grant more, or less.\n"
        "Each row was read in the product's documentation or source, or seen on a running server."
    )
    parts = [
        f"## {product['title']}\n\n{_rows(product['rows'])}" for product in data if product["rows"]
    ]
    return page("What services really allow", intro, *parts)


def _macaroons(data: list[Data]) -> str:
    intro = (
        "A macaroon says what it allows in caveats, and each product has a language for them.\n"
        "All caveats must hold, so each one can only take rights away.\n"
        "[How to read a macaroon](../how-to/read-a-macaroon.md) shows what tokenlint makes of one."
    )
    return page("Macaroons", intro, *(part for product in data for part in _language(product)))


def _language(product: Data) -> list[str]:
    location = product["location"]
    parts = [f"## {product['title']}", prose(location["says"]), source(location["source"])]
    if product["issues"] != "macaroon":
        return parts
    head = ["key", "value", "what is so", "several of them", "known from", "source"]
    parts += ["### Caveats", table(head, [_caveat(row) for row in product["caveats"]])]
    head = ["activities", "versions", "allows", "counts as", "what is so", "known from", "source"]
    parts += ["### Activities", table(head, [_activity(row) for row in product["activities"]])]
    if product.get("paths"):
        parts += ["### Paths and requests", _rows(product["paths"])]
    return parts


def _caveat(row: Data) -> list[str]:
    said = (
        f"{row['says']} A macaroon without it is refused." if row.get("required") else row["says"]
    )
    return [
        f"`{row['key']}`",
        row["value"],
        said,
        row["repeated"],
        _seen(row),
        source(row["source"]),
    ]


def _activity(row: Data) -> list[str]:
    nearest = f" ({row['nearest']})" if "nearest" in row else ""
    return [
        " and ".join(f"`{name}`" for name in row["needs"]),
        _versions(row.get("versions", {})),
        ", ".join(row["allows"]),
        ", ".join(row["grants"]) + nearest,
        row["says"],
        _seen(row),
        source(row["source"]),
    ]


def _rows(rows: list[Data]) -> str:
    head = ["row", "versions", "what is so", "known from", "source"]
    return table(head, [_row(row) for row in rows])


def _row(row: Data) -> list[str]:
    where = row.get("source") or (row.get("sources") or [{"title": ""}])[0]
    versions = _versions(row.get("versions", {}))
    return [f"`{row['id']}`", versions, row["says"], _seen(row), source(where)]


def _seen(row: Data) -> str:
    seen = f"{row['status']} on {row['observed_on']}" if "observed_on" in row else row["status"]
    return str(seen).replace("[", "").replace("]", "").replace("'", "")


def _versions(versions: Data) -> str:
    words = {"since": "since", "before": "before", "through": "through"}
    return " ".join(f"{words[key]} {value}" for key, value in versions.items()) or "all"
