import pytest

from tokenlint.services.xrootd.logins import frees_some_hosts, logins_of


@pytest.mark.parametrize(
    ("protocols", "bound", "logins"),
    [
        ([], None, ()),
        (["gsi"], None, ("gsi",)),
        (["gsi", "ztn", "gsi"], None, ("gsi", "ztn")),
        (["gsi", "unix"], None, ()),
        (["gsi", "host"], None, ()),
        (["gsi", "unix"], ("gsi",), ("gsi",)),
        (["gsi", "ztn"], ("none",), ()),
        (["gsi", "ztn"], ("host",), ()),
    ],
)
def test_what_clients_log_in_by(
    protocols: list[str], bound: tuple[str, ...] | None, logins: tuple[str, ...]
) -> None:
    bindings = {} if bound is None else {"*": bound}
    assert logins_of(protocols, {**bindings, "host.example": ("none",)}) == logins


def test_some_hosts_may_need_no_login() -> None:
    assert frees_some_hosts({"*": ("gsi",), "*.example": ("none",)})
    assert frees_some_hosts({"host.example": ("unix", "gsi")})
    assert not frees_some_hosts({"*": ("none",), "host.example": ("gsi",)})
