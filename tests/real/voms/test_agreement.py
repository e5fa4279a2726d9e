"""tokenlint's reading of real proxies against what the VOMS clients say of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.real.voms.lab import Lab
from tokenlint.credentials.proxy.attributes import Signed
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Form, PrivateKey, Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.made_up.proxies import made_up_proxy
from tokenlint.policy.example_proxy import ExampleAttributes, ExampleProxy
from tokenlint.rule_examples import instant

pytestmark = pytest.mark.slow

SECONDS_APART = 10  # between the making of a proxy and the question how long it lasts
FORMS = {
    "rfc3820": ("RFC compliant proxy", "RFC3820 compliant"),
    "draft": ("GT3-style proxy", "Proxy draft"),
    "legacy": ("proxy", "legacy globus proxy"),
}
VERSIONS = {"2": "legacy", "3": "draft", "4": "rfc3820"}
GROUPS = ("/made-up/Role=production/Capability=NULL", "/made-up/sub/Role=NULL/Capability=NULL")
READERS = ("voms-proxy-info2", "voms-proxy-info3")


def made(lab: Lab, *held: ExampleAttributes, **more: Any) -> bytes:
    """A made-up proxy that the clock of this machine calls valid; RSA, which all clients know."""
    wanted = ExampleProxy(**{"key": "rsa-2048", **more}, attributes=held)
    return made_up_proxy(wanted, lambda text: instant(text, lab.now))


def agrees(lab: Lab, file: Path, reader: str) -> Proxy:
    """Compare everything that the client tells; the names of forms differ between the two."""
    read = read_proxy(file.read_bytes())
    said = lab.info(reader, file)
    vos = read.attributes
    names = [each.text for vo in vos for each in vo.fqans]
    tags = [f"{tag.name} = {tag.value} ({tag.qualifier})" for vo in vos for tag in vo.generic]
    assert said["subject"] == [str(read.subject), *(str(vo.holder) for vo in vos)]
    assert said["issuer"] == [str(read.issuer), *(str(vo.issuer) for vo in vos)]
    assert said["identity"] == [str(read.identity)]
    assert said["strength"][0].removesuffix(" bits") == str(read.chain[0].key_bits)
    assert said.get("VO", []) == [vo.vo for vo in vos]
    assert said.get("uri", []) == [vo.uri for vo in vos]
    assert said.get("attribute", []) == names + tags
    ends = [read.validity.expiry or 0, *(vo.not_after for vo in vos)]
    for left, end in zip(said["timeleft"], ends, strict=True):
        hours, minutes, seconds = map(int, left.split(":"))
        told = lab_clock(lab) + hours * 3600 + minutes * 60 + seconds
        assert abs(told - end) <= SECONDS_APART
    second, third = FORMS[read.form.value]
    assert (second if reader.endswith("2") else third) in said["type"][0]
    if reader.endswith("3"):
        assert ("limited" in said["type"][0]) is read.limited
    return read


def lab_clock(lab: Lab) -> int:
    import time

    return max(lab.now, int(time.time()))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_form_with_attributes(lab: Lab, version: str, reader: str, *, limited: bool) -> None:
    options = ["-proxyver", version, "-vomslife", "6", *(["-limited"] if limited else [])]
    fqans = [word for name in GROUPS for word in ("-fqan", name)]
    name = f"fake-{version}-{limited}-{reader}"
    read = agrees(lab, lab.fake(name, *options, *fqans, "-ga", "nickname=made (made-up)"), reader)
    assert (read.form, read.limited, read.depth) == (Form(VERSIONS[version]), limited, 1)
    assert read.private_key is PrivateKey.PLAIN
    assert read.defects == ()
    (held,) = read.attributes
    assert (held.signed, held.holder_fits, held.defects) == (Signed.FITS, True, ())
    assert held.roles == ("production",)


def test_lifetimes_path_lengths_and_policies(lab: Lab) -> None:
    short = read_proxy(
        lab.fake(
            "short", "-rfc", "-hours", "2", "-path-length", "7", "-fqan", "/made-up"
        ).read_bytes()
    )
    assert abs((short.validity.expiry or 0) - lab_clock(lab) - 7200) <= SECONDS_APART
    assert short.path_length == 7


@pytest.mark.parametrize("limited", [False, True])
def test_proxies_of_the_java_client_and_their_delegation(lab: Lab, *, limited: bool) -> None:
    more = ["-limited"] if limited else []
    first = lab.init(f"java-{limited}", "-cert", "user.pem", "-key", "user.key", *more)
    second = lab.folder / f"java-{limited}-2"
    done = lab.run("voms-proxy-init3", "-noregen", "-out", second, X509_USER_PROXY=str(first))
    assert second.is_file(), done.stderr
    for file, depth in ((first, 1), (second, 2)):
        read = read_proxy(file.read_bytes())
        said = lab.info("voms-proxy-info3", file)
        assert (read.depth, read.limited, read.defects) == (depth, limited, ())
        assert said["subject"] == [str(read.subject)]
        assert said["identity"] == [str(read.identity)]
        # GSI takes limited proxies, and what these sign only where it is told to.
        assert lab.accepts(file) is not (limited and depth > 1)


@pytest.mark.parametrize("reader", READERS)
def test_our_own_attribute_certificates_are_read_by_the_clients(lab: Lab, reader: str) -> None:
    held = ExampleAttributes(
        ("/made-up/Role=x", "/made-up"), ends="now+3h", targets=("a.example", "b.example")
    )
    read = agrees(lab, lab.put(f"own-{reader}", made(lab, held)), reader)
    assert read.attributes[0].targets == ("a.example", "b.example")


CHAINS: dict[str, dict[str, Any]] = {
    "usual": {},
    "legacy": {"form": "legacy"},
    "limited": {"policy": "limited"},
    "delegated": {"delegations": 3},
    "path length kept": {"delegations": 3, "path_length": 2},
    "path length exceeded": {"delegations": 2, "path_length": 0},
    "signed with another key": {"fault": "signature"},
    "foreign name": {"fault": "subject"},
    "signed by an authority": {"fault": "authority"},
    "without the person": {"fault": "issuer"},
}


@pytest.mark.parametrize("case", CHAINS)
def test_a_chain_fits_where_voms_takes_it(lab: Lab, case: str) -> None:
    data = made(lab, **CHAINS[case])
    read = read_proxy(data)
    assert lab.accepts(lab.put(f"chain-{case}", data)) is (read.defects == ())


def test_a_chain_out_of_its_time_is_not_taken(lab: Lab) -> None:
    data = made(lab, starts="now-5h", ends="now-1h")
    read = read_proxy(data)
    assert (read.defects, (read.validity.expiry or 0) < lab.now) == ((), True)
    assert not lab.accepts(lab.put("expired", data))


def test_a_group_outside_of_the_organisation_is_refused(lab: Lab) -> None:
    data = made(lab, ExampleAttributes(("/made-up", "/elsewhere")))
    (held,) = read_proxy(data).attributes
    assert [each.kind for each in held.defects] == [DefectKind.FOREIGN_GROUP]
    file = lab.put("foreign", data)
    assert lab.run("voms-proxy-info2", "-file", file, "-all").returncode != 0
