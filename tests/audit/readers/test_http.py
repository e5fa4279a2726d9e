"""Methods and statuses of HTTP as operations."""

import pytest

from tokenlint.audit.readers.http import COPY, http_event, operation_of, request_of


@pytest.mark.parametrize(
    ("method", "status", "operation"),
    [
        ("PUT", 201, "create"),
        ("PUT", 200, "overwrite"),
        ("PUT", 204, "overwrite"),
        ("PUT", 403, "create"),
        ("MOVE", 201, "rename"),
        ("MOVE", 204, "rename-over"),
        ("MOVE", 403, "rename"),
        ("GET", 206, "read"),
        ("HEAD", 200, "stat"),
        ("PROPFIND", 207, "stat"),
        ("MKCOL", 201, "mkdir"),
        ("DELETE", 204, "delete"),
        ("OPTIONS", 200, ""),
    ],
)
def test_what_a_method_did_by_its_status(method: str, status: int, operation: str) -> None:
    assert operation_of(method, status) == operation


def test_a_copy_is_told_and_is_no_operation_unless_its_direction_is_known() -> None:
    copied = http_event("COPY", "/a", 201, allowed=True)
    assert copied is not None
    assert (copied[0].operation, copied[0].about) == ("", COPY)
    pulled = http_event("COPY", "/a", 201, allowed=True, operation="create")
    assert pulled is not None
    assert (pulled[0].operation, pulled[0].about) == ("create", "")
    assert http_event("OPTIONS", "/", 200, allowed=True) is None


@pytest.mark.parametrize("line", ["", "GET", "GET /a", "get /a HTTP/1.1", "GET  HTTP/1.1", "\x16"])
def test_what_is_no_request(line: str) -> None:
    assert request_of(line) is None


def test_a_target_may_hold_white_space() -> None:
    assert request_of("PUT /a b HTTP/1.1") == ("PUT", "/a b")
