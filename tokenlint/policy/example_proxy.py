"""What the example proxies of the catalogue are made of; the members are those of its schema."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExampleAttributes:
    """A VOMS attribute certificate of an example proxy; made at run time, as its keys.

    `holder`: of the person who signed the proxy (`same`), or of somebody else (`other`).
    `fault`: `signature` (made with another key) or `signer` (the server's certificate left out).
    """

    fqans: tuple[str, ...] = ()
    starts: str = "now"
    ends: str = "now+12h"
    targets: tuple[str, ...] = ()
    holder: str = "same"
    digest: str = "sha256"
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ExampleProxy:
    """What an example proxy is made of; it is made at run time with keys made at run time.

    `delegations` proxies stand one below the other; `policy` is that of the last,
    and the first states `path_length` where that is given.
    `fault`: `signature` (the person's certificate is another of that name), `subject`
    (the last proxy has a foreign name), `authority` (an authority signed the proxy),
    `issuer` (the person's certificate is left out). `mode`: of its file, in octal digits.
    """

    form: str = "rfc3820"
    starts: str = "now"
    ends: str = "now+12h"
    delegations: int = 1
    policy: str = "inherit-all"
    path_length: int | None = None
    key: str = "ec-256"
    digest: str = "sha256"
    private_key: str = "plain"
    mode: str = "0600"
    attributes: tuple[ExampleAttributes, ...] = ()
    fault: str = ""
