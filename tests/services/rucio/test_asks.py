import pytest

from tests.services.rucio.configs import DISK, ISSUER, text
from tokenlint.services.asked import Asked
from tokenlint.services.rucio.asks import asked_for, cut, submissions
from tokenlint.services.rucio.commands import rses_of
from tokenlint.services.rucio.rse import Rse, together
from tokenlint.services.value import Value
from tokenlint.source import Source

HERE = Source("a", 1)


def rses(*lines: str) -> tuple[Rse, ...]:
    return together(rses_of(text("\n".join(lines))))


def asked(*lines: str) -> list[Asked]:
    return [each for rse in rses(*lines) for each in asked_for(rse, None)]


def attribute(key: str, value: str) -> str:
    return f"rucio rse attribute add DISK --key {key} --value {value}"


def scopes(*lines: str) -> dict[str, str]:
    return {
        each.name: " ".join(scope.text for scope in each.scopes or ()) for each in asked(*lines)
    }


def doings(*lines: str) -> dict[str, list[str]]:
    return {each.name: [str(doing.operation) for doing in each.doings] for each in asked(*lines)}


def test_one_token_for_each_use() -> None:
    assert scopes(DISK) == {
        "transfers from DISK": "storage.read:/data/vo/rucio/ offline_access",
        "transfers to DISK": (
            "storage.modify:/data/vo/rucio/ storage.read:/data/vo/rucio/ offline_access"
        ),
        "deletion at DISK": "storage.modify:/data/vo/rucio/ storage.read:/data/vo/rucio/",
    }
    for each in asked(DISK):
        assert [audience.text for audience in each.audiences or ()] == ["dav.example"]
        assert each.grant == "client-credentials"
        assert (each.refresh is None) == (each.kind == "deletion")
        assert each.scopes is not None
        assert each.scopes[0].source.line == 1
        assert each.source.line == 2


@pytest.mark.parametrize(
    ("prefix", "base", "rest", "at_base"),
    [
        ("/data/vo/", "/data", "/vo/", False),
        ("/data/vo", "/data/vo", "", True),
        ("/data/vo/", "/data/vo", "/", True),
        ("/data/vo/", "/data/vo/", "", True),
        ("/data/vo/", "/data/", "vo/", False),
        ("/data/vo-x", "/data/vo", "-x", False),
        ("/data/vo", "/other", "/data/vo", False),
        ("/", "/other", "/", False),
    ],
)
def test_the_base_path_is_cut_off_letter_by_letter(
    prefix: str, base: str, rest: str, *, at_base: bool
) -> None:
    found = cut(Value(prefix, HERE), Value(base, Source("a", 9)))
    assert (found.text, found.source.line == 9) == (rest, at_base)


def test_an_empty_path_is_asked_for_as_it_is() -> None:
    found = asked(DISK, attribute("oidc_base_path", "/data/vo/rucio/"))
    assert [scope.text for scope in found[0].scopes or ()] == ["storage.read:", "offline_access"]
    assert found[0].doings == ()
    assert found[0].scopes is not None
    assert found[0].scopes[0].source.line == 4


def test_hosts_and_prefixes_of_all_webdav_protocols() -> None:
    more = "rucio rse protocol add DISK --host a.example --scheme davs --prefix /b"
    root = "rucio rse protocol add DISK --host c.example --scheme root --prefix /c"
    found = asked(DISK, more, root)[0]
    assert [each.text for each in found.audiences or ()] == ["a.example", "dav.example"]
    assert [each.text for each in found.scopes or ()][:2] == [
        *("storage.read:/data/vo/rucio/", "storage.read:/b")
    ]


def test_what_is_done_at_a_disk() -> None:
    assert doings(DISK) == {
        "transfers from DISK": ["read"],
        "transfers to DISK": ["mkdir", "create", "overwrite", "read"],
        "deletion at DISK": ["delete", "read"],
    }


TAPE = attribute("x", "y") + "\nrucio rse update DISK --key rse_type --value TAPE\n"


def test_tape_is_staged_and_not_overwritten() -> None:
    found = doings(DISK, TAPE)
    assert found["transfers from DISK"] == ["read", "stage"]
    assert found["transfers to DISK"] == ["mkdir", "create", "read"]


@pytest.mark.parametrize(
    ("key", "value", "overwrites"),
    [
        ("overwrite", "True", True),
        ("overwrite_when_only_on_disk", "True", True),
        ("overwrite", "$X", True),
        ("overwrite", "False", False),
        ("overwrite", "false", False),
    ],
)
def test_tape_may_be_told_to_overwrite(key: str, value: str, *, overwrites: bool) -> None:
    found = doings(DISK, TAPE, attribute(key, value))
    assert ("overwrite" in found["transfers to DISK"]) == overwrites


@pytest.mark.parametrize(
    ("use", "gone"),
    [
        ("third_party_copy_read", "transfers from DISK"),
        ("third_party_copy_write", "transfers to DISK"),
        ("delete", "deletion at DISK"),
    ],
)
def test_uses_that_are_switched_off(use: str, gone: str) -> None:
    domains = f'--domain-json \'{{"wan": {{"{use}": 0}}}}\' DISK'
    assert gone not in scopes(DISK.replace("rucio/ DISK", f"rucio/ {domains}"))


@pytest.mark.parametrize(
    "content",
    [
        DISK.replace("True", "False"),
        DISK.replace("True", "1"),
        DISK.replace("True", "$ON"),
        DISK.replace("davs", "https"),
        DISK.replace("/data/vo/rucio/", "$PREFIX"),
        DISK.splitlines()[1],
    ],
)
def test_without_tokens_nothing_is_asked_for(content: str) -> None:
    assert asked(content) == []


def test_a_host_that_is_filled_in_is_unknown() -> None:
    (audience,) = asked(DISK.replace("dav.example", "${HOST}"))[0].audiences or ()
    assert not audience.known


def test_one_token_for_each_transfer_service() -> None:
    servers = "https://fts.example:8446,https://other.example:8446"
    found = rses(
        DISK,
        attribute("fts", servers),
        DISK.replace("DISK", "TWO"),
        attribute("fts", "https://fts.example").replace("DISK", "TWO"),
        attribute("fts", "https://third.example").replace("DISK", "THREE"),
    )
    (one,) = submissions(found, Value(ISSUER, HERE))
    assert one.name == "submission to fts.example"
    assert [each.text for each in one.audiences or ()] == ["fts.example"]
    assert [each.text for each in one.scopes or ()] == ["fts"]
    assert one.source.line == 4


@pytest.mark.parametrize("server", ["$FTS", "nonsense", "https://[", "''"])
def test_a_server_without_a_host(server: str) -> None:
    assert list(submissions(rses(DISK, attribute("fts", server)), None)) == []
