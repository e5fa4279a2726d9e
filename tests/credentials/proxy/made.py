"""Proxies for the tests, made with keys that are thrown away."""

from typing import Any

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.made_up.proxies import made_up_proxy
from tokenlint.policy.example_proxy import ExampleAttributes, ExampleProxy
from tokenlint.rule_examples import NOW, instant

__all__ = ["NOW", "attributes", "file", "kinds", "only", "proxy"]


def attributes(*fqans: str, **more: Any) -> ExampleAttributes:
    """An attribute certificate of the made-up organisation."""
    return ExampleAttributes(fqans=fqans or ("/made-up",), **more)


def file(*held: ExampleAttributes, **more: Any) -> bytes:
    """The bytes of a proxy file."""
    return made_up_proxy(ExampleProxy(attributes=held, **more), instant)


def proxy(*held: ExampleAttributes, **more: Any) -> Proxy:
    """The same, read."""
    return read_proxy(file(*held, **more))


def only(held: ExampleAttributes, **more: Any) -> AttributeCertificate:
    """The one attribute certificate of a proxy."""
    (read,) = proxy(held, **more).attributes
    return read


def kinds(read: Proxy | AttributeCertificate) -> list[DefectKind]:
    """What is wrong, in order."""
    return [each.kind for each in read.defects]
