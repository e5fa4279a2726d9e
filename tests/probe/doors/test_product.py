"""How a service names itself, as an implementation of the data."""

import pytest

from tokenlint.probe.demand import Answer, Said
from tokenlint.probe.doors.product import called, implementation_of


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("XrootD/v5.5.3", "xrootd@5.5.3"),
        ("XRootD", "xrootd"),
        ("dCache/9.2.1", "dcache@9.2.1"),
        ("nginx/1.24.0", "nginx/1.24.0"),
        ("", ""),
    ],
)
def test_a_server_header_as_an_implementation(server: str, name: str) -> None:
    assert called(server) == name


def test_services_behind_one_name_that_differ_have_no_version() -> None:
    def told(product: str, version: str) -> Answer:
        return Answer(Said.YES, "200", facts={"product": product, "version": version})

    assert implementation_of([told("dcache", "9.2.1"), told("dcache", "")]) == "dcache@9.2.1"
    assert implementation_of([told("dcache", "9.2.1"), told("dcache", "9.2.2")]) == "dcache"
    assert implementation_of([told("dcache", "9.2.1"), told("xrootd", "5.5.3")]) == ""
