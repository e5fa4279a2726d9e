"""Which door a URL opens, and which URLs no probe takes."""

import pytest

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand
from tokenlint.probe.doors.address import origin_of, read_address, usual_audience
from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.doors.requests import request_for
from tokenlint.probe.doors.settings import Settings


@pytest.mark.parametrize(
    ("url", "protocol", "origin", "path"),
    [
        ("https://Storage.example/data", "https", "https://storage.example", "/data"),
        ("davs://storage.example:8443", "https", "https://storage.example:8443", "/"),
        ("dav://127.0.0.1:80/a/../b", "http", "http://127.0.0.1", "/a/../b"),
        ("http://[::1]:8080/", "http", "http://[::1]:8080", "/"),
        ("roots://storage.example//data", "roots", "roots://storage.example", "//data"),
        ("xroot://127.0.0.1:1095/", "root", "root://127.0.0.1:1095", "/"),
    ],
)
def test_a_url_opens_the_door_of_its_scheme(
    url: str, protocol: str, origin: str, path: str
) -> None:
    address = read_address(url)
    assert (str(address.origin), address.path) == (origin, path)
    if protocol in {"https", "http"}:
        door = open_door(url)
        assert door.protocol == protocol
        door.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://user@storage.example/", "names a user"),
        ("https://user:word@storage.example/", "names a user"),
        ("https://storage.example/?a=b", "a query or a fragment"),
        ("https://storage.example/#x", "a query or a fragment"),
        ("https://storage.example/?authz=Bearer", "looks like a token"),
        ("https://storage.example/eyJhbGciOi", "looks like a token"),
        ("https:///data", "cannot be used"),
        ("storage.example", "cannot be used"),
        ("file:///etc/passwd", "cannot be used"),
        ("https://storage.example:99999/", "cannot be used"),
        ("https://storage.example:0/", "cannot be used"),
        ("https://storage.example/a b", "cannot be used"),
        ("https://storage.example/\x1b[2J", "cannot be used"),
        ("https://[::1/", "cannot be used"),
        ("https://storage.example/" + "a" * 3000, "cannot be used"),
    ],
)
def test_a_url_that_no_probe_takes(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        open_door(url)
    assert caught.value.advice
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "http://storage.example/",
        "root://storage.example/",
        "http://notlocalhost/",
        "http://localhost.example/",
        "http://127.0.0.1.example/",
    ],
)
def test_clear_text_over_a_network_needs_leave(url: str) -> None:
    with pytest.raises(UsageError, match="is not encrypted"):
        open_door(url)


def test_clear_text_with_leave() -> None:
    open_door("http://storage.example/", Settings(plain=True)).close()


@pytest.mark.parametrize(
    "text", ["", "/a", "http://", "https://a@b.example/", "ftp://a.example", "https://a:0/", "x"]
)
def test_what_is_no_web_address_has_no_origin(text: str) -> None:
    assert origin_of(text) is None


@pytest.mark.parametrize(
    ("url", "audience"),
    [
        ("https://disk.example:8443/store", "https://disk.example:8443"),
        ("davs://disk.example/store", "https://disk.example"),
        ("roots://disk.example/store", "roots://disk.example"),
        ("arc://ce.example/arex", "https://ce.example:443"),
        ("arc+https://ce.example:8443/arex", "https://ce.example:8443"),
        ("condor://ce.example", "ce.example:9619"),
        ("condor://[2001:db8::1]:9620", "[2001:db8::1]:9620"),
    ],
)
def test_the_audience_that_clients_ask_for(url: str, audience: str) -> None:
    assert usual_audience(read_address(url).origin) == audience


@pytest.mark.parametrize(
    ("operation", "depth"), [(Operation.STAT, "0"), (Operation.LIST, "1")], ids=str
)
def test_only_a_listing_asks_for_what_is_below(operation: Operation, depth: str) -> None:
    origin = read_address("https://storage.example/").origin
    assert request_for(Demand(operation, "/data"), origin).headers["Depth"] == depth
