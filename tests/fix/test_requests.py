"""Repairs of declared requests, beyond the examples of the catalogue."""

import pytest

from tests.fix.mending import NAME, mended, text
from tokenlint.fix.lifetimes import written_duration
from tokenlint.policy.engine import Engine
from tokenlint.workflows.duration import parse_duration

HEAD = """\
tokenlint: workflows/1
services:
  disk: {audience: https://disk.example, aliases: [disk.example], kind: storage}
  tape: {audience: https://tape.example, kind: storage}
workflows:
  w:
    kind: interactive-user
    operations:
"""


def declared(token: str, *operations: str, usable: str = "1h") -> str:
    """A file with one workflow; operations as `read disk /data`."""
    rows = [
        "      - {{operation: {}, service: {}, path: {}, by: user}}\n".format(*each.split())
        for each in operations or ("read disk /data/set1",)
    ]
    return f"{HEAD}{''.join(rows)}    usable_for: {usable}\n    token:\n{token}"


def token(scope: str, audience: str = "[https://disk.example]", lifetime: str = "1h") -> str:
    """The token of a request."""
    return (
        f"      issuer: https://issuer.example\n      audience: {audience}\n"
        f"      scope: {scope}\n      lifetime: {lifetime}\n      grant: device-code\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "operations"),
    [
        ("storage.read:/data", "storage.read:/data/set1", ("read disk /data/set1",)),
        (
            "storage.read:/data",
            "storage.read:/data/a storage.read:/data/b",
            ("read disk /data/a", "read disk /data/b"),
        ),
        ("[storage.read:/data]", "[storage.read:/data/set1]", ("read disk /data/set1",)),
        (
            "storage.modify:/data storage.create:/data/set1",
            "storage.create:/data/set1",
            ("create disk /data/set1",),
        ),
        (
            "storage.read:/data/set1 openid scim:read",
            "storage.read:/data/set1 openid",
            ("read disk /data/set1",),
        ),
        (
            "storage.read:/data/set1/file",
            "storage.read:/data/set1",
            ("read disk /data/set1",),
        ),
        ("read:/data", "read:/data/set1", ("read disk /data/set1",)),
        ("'storage.read:'", "'storage.read:/data/set1'", ("read disk /data/set1",)),
        ("scim:read", "storage.read:/data/set1", ("read disk /data/set1",)),
        ("storage.red:/data/set1", "storage.read:/data/set1", ("read disk /data/set1",)),
        ("[storage.read]", "[storage.read:/data/set1]", ("read disk /data/set1",)),
        ("storage.read:/data/../data/set1", "storage.read:/data/set1", ("read disk /data/set1",)),
        ("storage.read:/data//set1", "storage.read:/data/set1", ("read disk /data/set1",)),
    ],
)
def test_scopes(old: str, new: str, operations: tuple[str, ...], engine: Engine) -> None:
    result = mended(declared(token(old), *operations), engine)
    assert text(result) == declared(token(new), *operations)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://wlcg.cern.ch/jwt/v1/any", "[https://disk.example, https://tape.example]"),
        ("'https://wlcg.cern.ch/jwt/v1/any'", "[https://disk.example, https://tape.example]"),
        (
            "[https://wlcg.cern.ch/jwt/v1/any, https://tape.example]",
            "[https://disk.example, https://tape.example]",
        ),
        (
            "[https://disk.example, https://wlcg.cern.ch/jwt/v1/any, https://tape.example]",
            "[https://disk.example, https://tape.example]",
        ),
        ("https://disk.example", "[https://disk.example, https://tape.example]"),
        ("[disk.example, https://tape.example]", "[https://disk.example, https://tape.example]"),
        (
            "[https://disk.example/, https://tape.example]",
            "[https://disk.example, https://tape.example]",
        ),
    ],
)
def test_audiences(old: str, new: str, engine: Engine) -> None:
    both = ("read disk /data/set1", "read tape /data/set1")
    scope = "storage.read:/data/set1"
    result = mended(declared(token(scope, old), *both), engine)
    assert text(result) == declared(token(scope, new), *both)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_audience_that_is_not_there_gets_a_line(end: str, engine: Engine) -> None:
    with_it = token("storage.read:/data/set1")
    without = with_it.replace("      audience: [https://disk.example]\n", "")
    result = mended(declared(without).replace("\n", end), engine)
    assert text(result) == declared(with_it).replace("\n", end)
    flow = "      {issuer: https://issuer.example, scope: storage.read:/data/set1, lifetime: 1h}\n"
    assert text(mended(declared(flow), engine)) == declared(
        flow.replace("scope:", "audience: [https://disk.example], scope:")
    )


@pytest.mark.parametrize(
    ("old", "usable", "new"),
    [
        ("6h", "90m", "1h30m"),
        ("PT6H", "90m", "PT1H30M"),
        ('"6h"', "2h", '"2h"'),
        ("6h", "1m", "15m"),
        ("5m", "2h", "2h"),
        ("5m", "5m", "15m"),
        ("1h", "7h", None),
    ],
)
def test_lifetimes(old: str, usable: str, new: str | None, engine: Engine) -> None:
    scope = "storage.read:/data/set1"
    result = mended(declared(token(scope, lifetime=old), usable=usable), engine)
    assert text(result) == declared(token(scope, lifetime=new or old), usable=usable)


@pytest.mark.parametrize("seconds", [0, 1, 60, 900, 3_600, 5_400, 86_400, 90_061, 34_560_000])
def test_durations_are_read_as_they_were_written(seconds: int) -> None:
    assert parse_duration(written_duration(seconds)) == seconds
    assert parse_duration(written_duration(seconds, "PT6H")) == seconds


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("storage.red:/data/set2", "no known word that is near is needed"),
        ("write:/data storage.read:/data/set1", "nothing"),
        ('"storage.read:/data\\x2Fset9 storage.read:/data/set1"', "escapes"),
    ],
)
def test_what_is_left_has_its_reason(scope: str, reason: str, engine: Engine) -> None:
    source = declared(token(scope))
    result = mended(source, engine)
    if reason == "nothing":
        assert text(result) == declared(token("storage.read:/data/set1"))
        return
    assert text(result) == source
    assert any(reason in each.reason for each in result.left)


@pytest.mark.parametrize(
    ("written", "operations", "code", "reason"),
    [
        (token("read:/data/set1"), ("create disk /data/x",), "SCP017", "not in the words of the"),
        (
            token("storage.read:/data/set1", ">-\n        https://wlcg.cern.ch/jwt/v1/any"),
            ("read disk /data/set1", "read tape /data/set1"),
            "AUD001",
            "block of text",
        ),
        (
            token("storage.read:/data/set1", "[https://disk.example, third.example]"),
            ("read disk /data/set1",),
            "AUD005",
            "no service of the inventory tells",
        ),
        (
            token("storage.read:/data/set1", "[https://wlcg.cern.ch/jwt/v1/any]"),
            (),
            "AUD001",
            "no declared operation",
        ),
        (token("storage.read:/%2e%2e/x"), ("read disk /data/set1",), "SCP005", "which path is"),
        (token("[storage.read:/a b, openid]"), ("read disk /a",), "SCP015", "several words"),
    ],
)
def test_what_is_not_clear_is_left(
    written: str, operations: tuple[str, ...], code: str, reason: str, engine: Engine
) -> None:
    source = declared(written, *operations)
    if not operations and code == "AUD001":
        start, end = source.index("    operations:"), source.index("    usable_for")
        source = source[:start] + source[end:]
    result = mended(source, engine, code)
    assert text(result) == source
    assert any(reason in each.reason for each in result.left)


def test_a_list_with_an_alias(engine: Engine) -> None:
    source = declared(token("[&a storage.read:/data/set1, openid, scim:read]"))
    source += (
        source[source.index("  w:") :]
        .replace("  w:", "  v:")
        .replace("[&a storage.read:/data/set1, openid, scim:read]", "[*a, openid, scim:read, *a]")
    )
    result = mended(source, engine, "SCP013", "SCP006")
    assert text(result) == source.replace(", openid, scim:read]", ", openid]").replace(
        "[*a, openid, scim:read, *a]", "[*a, openid]"
    )


def test_an_unknown_service_leaves_the_audience_open(engine: Engine) -> None:
    source = declared(token("storage.read:/data/set1", "https://wlcg.cern.ch/jwt/v1/any"))
    source = source.replace("service: disk", "service: dsik")
    result = mended(source, engine, "AUD001")
    assert text(result) == source
    assert ["is in no inventory" in each.reason for each in result.left] == [True]


def test_a_merged_token_is_mended_where_it_stands(engine: Engine) -> None:
    """Both workflows want the same; a third one that does not would be in the way."""
    base = declared(token("storage.read:/data").replace("scope:", "scope: &s"))
    base = base.replace("    token:\n", "    token: &t\n")
    more = (
        "  v:\n    kind: interactive-user\n    operations:\n"
        "      - {operation: read, service: disk, path: /data/set1, by: user}\n"
        "    usable_for: 1h\n    token:\n      <<: *t\n      grant: client-credentials\n"
    )
    result = mended(base + more, engine)
    assert text(result) == (base + more).replace(
        "&s storage.read:/data", "&s storage.read:/data/set1"
    )
    assert len(result.fixed) == 2
    wide = more.replace("path: /data/set1", "path: /data")
    kept = mended(base + wide, engine)
    assert text(kept) == base + wide
    assert any("/workflows/v/token/scope" in each.reason for each in kept.left)


def test_the_file_of_an_inventory_counts(engine: Engine) -> None:
    assert NAME in mended(declared(token("storage.read:/data/set1")), engine).after.files
