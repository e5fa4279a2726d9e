"""The answers of `tokenlint can` for machines: `tokenlint.can/1`, see can.schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
What is unknown is absent, never null.
"""

from typing import Any

from tokenlint import __version__
from tokenlint.permissions.answer import Answer, Reason, Remedy
from tokenlint.permissions.places import Place
from tokenlint.permissions.result import Result
from tokenlint.permissions.table import Table
from tokenlint.report.escape import encodable
from tokenlint.report.json import dump, error_data, source_data

SCHEMA = "tokenlint.can/1"


def render(result: Result) -> str:
    """The result as JSON in ASCII characters."""
    return dump(as_data(result))


def as_data(result: Result) -> dict[str, Any]:
    """The result as plain data."""
    document = result.document
    return {
        "schema": SCHEMA,
        "tool": {"name": "tokenlint", "version": __version__},
        "judged_at": result.at,
        "credential": {
            "title": document.title,
            "kind": document.kind,
            "source": source_data(document.source),
            "facts": dict(document.facts),
        },
        "tables": [_table(table) for table in result.tables],
        "answers": [
            {"place": _place(reply.place)} | _answer(reply.answer, full=True)
            for reply in result.replies
        ],
        "errors": [error_data(problem) for problem in result.problems],
        "notes": list(result.notes),
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "place": _place(table.place),
        "operations": [each.value for each in table.operations],
        "paths": [{"path": encodable(row.path), "about": row.about} for row in table.rows],
        "paths_left_out": table.left_out,
        "answers": [_answer(answer) for answer in table],
    }


def _place(place: Place) -> dict[str, Any]:
    data: dict[str, Any] = {"title": place.title, "kind": place.kind}
    if place.service is not None:
        held = place.service.acceptance
        data |= {"product": held.product, "name": held.name, "files": list(held.files)}
        return data | ({"version": held.version} if held.version else {})
    if place.release is not None:
        data["product"] = place.release.product
        return data | ({"version": place.release.version} if place.release.version else {})
    return data


def _answer(answer: Answer, *, full: bool = False) -> dict[str, Any]:
    data: dict[str, Any] = {"operation": answer.ask.operation.value}
    data |= {"path": encodable(answer.ask.path)} if answer.ask.path else {}
    data |= {"answer": answer.word, "reasons": [_reason(each) for each in answer.reasons]}
    return data | ({"remedies": [_remedy(each) for each in answer.remedies]} if full else {})


def _reason(reason: Reason) -> dict[str, Any]:
    data: dict[str, Any] = {"cause": reason.cause.value, "says": reason.says}
    if reason.source is not None:
        data["source"] = source_data(reason.source)
    if reason.reference is not None:
        named = {"title": reason.reference.title, "section": reason.reference.section}
        data["reference"] = named | {"url": reason.reference.url}
    return data


def _remedy(remedy: Remedy) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if remedy.scopes:
        data = {"scopes": list(remedy.scopes), "alone": remedy.alone}
    known = {"audience": remedy.audience, "issuer": remedy.issuer, "group": remedy.group}
    return data | {name: value for name, value in known.items() if value}
