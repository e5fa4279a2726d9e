"""Made-up proxies for the examples of the catalogue, the demonstration and the tests."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyasn1.codec.der.encoder import encode
from pyasn1.type import univ

from tokenlint.credentials.proxy.certificate import ATTRIBUTES_OID
from tokenlint.credentials.proxy.proxy_info import (
    DRAFT_OID,
    INDEPENDENT_OID,
    INHERIT_ALL_OID,
    LIMITED_OID,
    RFC3820_OID,
)
from tokenlint.made_up.attributes import Grant, attribute_certificate, extension, tlv
from tokenlint.made_up.authority import (
    Holder,
    another_user,
    authority,
    moment,
    name,
    new_key,
    signed,
    user,
    voms_server,
)
from tokenlint.policy.example_proxy import ExampleAttributes, ExampleProxy

Clock = Callable[[str], int]
"""From `now+6h` to seconds since the epoch."""

_LANGUAGES = {
    "inherit-all": INHERIT_ALL_OID,
    "independent": INDEPENDENT_OID,
    "limited": LIMITED_OID,
    "other": "1.3.6.1.4.1.32473.1",  # of the arc for documentation, RFC 5612
}
_SERIAL_BITS = 31


def made_up_proxy(proxy: ExampleProxy, clock: Clock) -> bytes:
    """The proxy as a file: certificate, private key, and the chain up to the end entity."""
    now = clock("now")
    signer = user(now) if proxy.fault != "authority" else authority(now)
    chain = [signer]
    held = b""
    if proxy.attributes:
        held = extension([_attributes(each, signer, clock) for each in proxy.attributes])
    if proxy.form != "end-entity":
        for place in range(proxy.delegations):
            own = held if place == 0 else b""
            chain.insert(0, _signed(_link(proxy, place), chain[0], clock, own))
    if proxy.fault == "signature":
        chain[-1] = another_user(now)
    if proxy.fault == "issuer":
        del chain[-1]
    first, *rest = [each.certificate.public_bytes(Encoding.PEM) for each in chain]
    return b"".join([first, _private_key(chain[0], proxy.private_key), *rest])


def _link(proxy: ExampleProxy, place: int) -> ExampleProxy:
    """One proxy of the chain: the first states the path length, the last policy and fault."""
    last = place == proxy.delegations - 1
    return replace(
        proxy,
        policy=proxy.policy if last else "inherit-all",
        fault=proxy.fault if last else "",
        path_length=proxy.path_length if place == 0 else None,
    )


def _signed(proxy: ExampleProxy, signer: Holder, clock: Clock, held: bytes) -> Holder:
    key = new_key(proxy.key)
    number = secrets.randbits(_SERIAL_BITS) | 1
    above = signer.certificate.subject
    subject = _subject(proxy, above, number)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name("/CN=somebody else") if proxy.fault == "subject" else subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(number)
        .not_valid_before(moment(clock(proxy.starts)))
        .not_valid_after(moment(clock(proxy.ends)))
    )
    for oid, value, critical in _own_extensions(proxy, held):
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value)
        builder = builder.add_extension(unknown, critical=critical)
    return Holder(signed(builder, signer.key, proxy.digest), key)


def _subject(proxy: ExampleProxy, above: x509.Name, number: int) -> x509.Name:
    added = str(number)
    if proxy.form == "legacy":
        added = "limited proxy" if proxy.policy == "limited" else "proxy"
    return x509.Name([*above, x509.NameAttribute(x509.NameOID.COMMON_NAME, added)])


def _own_extensions(proxy: ExampleProxy, held: bytes) -> list[tuple[str, bytes, bool]]:
    """ProxyCertInfo and attribute certificates."""
    found = [(ATTRIBUTES_OID, held, False)] if held else []
    if proxy.form == "legacy":
        return found
    policy = tlv(0x30, encode(univ.ObjectIdentifier(_LANGUAGES[proxy.policy])))
    length = b"" if proxy.path_length is None else encode(univ.Integer(proxy.path_length))
    if proxy.form == "draft":
        return [*found, (DRAFT_OID, tlv(0x30, policy + (length and tlv(0xA1, length))), True)]
    return [*found, (RFC3820_OID, tlv(0x30, length + policy), True)]


def _attributes(wanted: ExampleAttributes, holder: Holder, clock: Clock) -> bytes:
    now = clock("now")
    vo = wanted.fqans[0].split("/")[1] if wanted.fqans else "made-up"
    server = voms_server(now)
    grant = Grant(
        holder=holder.certificate if wanted.holder == "same" else another_user(now).certificate,
        authority=f"{vo}://voms.example:15000",
        fqans=wanted.fqans,
        not_before=clock(wanted.starts),
        not_after=clock(wanted.ends),
        targets=wanted.targets,
        hashed=wanted.digest,
        enclosed=wanted.fault != "signer",
    )
    if wanted.fault == "signature":
        server = replace(server, key=new_key("ec-256"))
    return attribute_certificate(grant, server)


def _private_key(holder: Holder, state: str) -> bytes:
    if state == "absent":
        return b""
    sealed = BestAvailableEncryption(secrets.token_bytes(16))
    how = sealed if state == "encrypted" else NoEncryption()
    pem: bytes = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    return pem
