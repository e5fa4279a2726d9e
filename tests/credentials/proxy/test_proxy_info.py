"""The extension that makes a certificate a proxy."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.credentials.proxy.der import DerError
from tokenlint.credentials.proxy.proxy import Policy
from tokenlint.credentials.proxy.proxy_info import ProxyInfo, read_proxy_info

# As voms-proxy-fake of the VOMS clients 2.1.1 writes them.
RFC = "300f020101300a06082b06010505071501"
DRAFT = "3011300a06082b06010505071501a103020101"
RFC_LIMITED = "3012020101300d060b2b060104019b5001010109"
DRAFT_LIMITED = "3014300d060b2b060104019b5001010109a103020101"
INHERIT, LIMITED = "1.3.6.1.5.5.7.21.1", "1.3.6.1.4.1.3536.1.1.1.9"


@pytest.mark.parametrize(
    ("data", "info"),
    [
        (RFC, ProxyInfo(Policy.INHERIT_ALL, INHERIT, 1)),
        (DRAFT, ProxyInfo(Policy.INHERIT_ALL, INHERIT, 1)),
        (RFC_LIMITED, ProxyInfo(Policy.LIMITED, LIMITED, 1)),
        (DRAFT_LIMITED, ProxyInfo(Policy.LIMITED, LIMITED, 1)),
        ("300c300a06082b06010505071502", ProxyInfo(Policy.INDEPENDENT, "1.3.6.1.5.5.7.21.2", None)),
        ("300730050603290102", ProxyInfo(Policy.OTHER, "1.1.1.2", None)),
        ("300e300c06082b0601050507150104" + "00", ProxyInfo(Policy.INHERIT_ALL, INHERIT, None)),
    ],
)
def test_policy_and_path_length_in_either_order(data: str, info: ProxyInfo) -> None:
    assert read_proxy_info(bytes.fromhex(data)) == info


@pytest.mark.parametrize(
    "data",
    [
        "",
        "3000",  # no policy
        "30023000",  # a policy without a language
        "300f0201ff300a06082b06010505071501",  # a negative length
        "300e300a06082b060105050715010500",  # another part
        "300fa10201" + "01300a06082b06010505071501",
    ],
)
def test_what_is_no_such_extension(data: str) -> None:
    with pytest.raises(DerError):
        read_proxy_info(bytes.fromhex(data))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(DerError):
        read_proxy_info(data)
