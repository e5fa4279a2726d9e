"""Made-up attribute certificates read by a second reader: that of OpenSSL, as text."""

import subprocess
from pathlib import Path

import pytest

from tests.credentials.proxy.made import NOW
from tokenlint.made_up.attributes import Grant, attribute_certificate, extension, tlv
from tokenlint.made_up.authority import user, voms_server


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_536])
def test_lengths(size: int) -> None:
    made = tlv(0x04, b"x" * size)
    assert made.endswith(b"x" * size)
    head = len(made) - size
    assert head == (2 if size < 128 else 3 if size < 256 else 4 if size < 65_536 else 5)


def test_a_certificate_is_der_that_others_read(tmp_path: Path) -> None:
    made = attribute_certificate(
        Grant(
            user(NOW).certificate,
            "made-up://voms.example:15000",
            ["/made-up/Role=x"],
            NOW,
            NOW + 60,
            targets=["a.example"],
            generic={"nickname": "made"},
        ),
        voms_server(NOW),
    )
    file = tmp_path / "ac.der"
    file.write_bytes(extension([made]))
    asked = ["openssl", "asn1parse", "-inform", "DER", "-in", str(file)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    assert "/made-up/Role=x" in done.stdout
    assert "1.3.6.1.4.1.8005.100.100.4" in done.stdout
    assert ":20261120120000Z" in done.stdout
