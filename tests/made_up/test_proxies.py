"""Made-up proxies: fresh keys each time, and nothing that anybody trusts."""

import re

from tests.credentials.proxy.made import NOW, attributes, file, proxy
from tokenlint.made_up.authority import authority, name, user, voms_server
from tokenlint.policy.example_proxy import ExampleProxy


def test_every_proxy_has_a_key_of_its_own() -> None:
    keys = {re.search(rb"BEGIN PRIVATE KEY-----(.*?)-----END", file(), re.DOTALL)[1] for _ in "ab"}  # type: ignore[index]
    assert len(keys) == 2


def test_names_are_made_up() -> None:
    for holder in (authority(NOW), user(NOW), voms_server(NOW)):
        assert holder.certificate.subject.rfc4514_string().endswith("DC=grid,DC=example")
    assert name("/DC=a/CN=b").rfc4514_string() == "CN=b,DC=a"


def test_the_file_begins_with_the_proxy_and_its_key() -> None:
    labels = re.findall(rb"BEGIN ([A-Z ]+)-----", file(delegations=2))
    assert labels == [b"CERTIFICATE", b"PRIVATE KEY", b"CERTIFICATE", b"CERTIFICATE"]


def test_the_defaults_are_a_good_proxy() -> None:
    assert ExampleProxy() == ExampleProxy(form="rfc3820", ends="now+12h")
    made = proxy(attributes())
    assert (made.defects, made.attributes[0].defects) == ((), ())
