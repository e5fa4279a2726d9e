"""The examples of the catalogue, made into documents and judged.

Every bad example must give its rule's code, every good one must not.
Proxies are made on the spot with keys that are thrown away.
The tokens are made up, too, and signed by nobody: their signature part is noise,
and what an example says of keys is taken as the result of a verification.
No file of an example holds a secret: `@made-up secret@`, `@made-up key@` and
`@made-up token now+6h@` (with its expiry) stand for noise that is filled in here.
"""

import base64
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tokenlint.errors import PolicyError
from tokenlint.inputs import Found, kind_of
from tokenlint.lint import Inputs, lint
from tokenlint.policy.catalogue import (
    Catalogue,
    Example,
    ExampleMacaroon,
    ExampleToken,
    Rule,
)
from tokenlint.policy.engine import Engine
from tokenlint.policy.example_audit import ExampleAudit
from tokenlint.policy.example_probe import ExampleProbe
from tokenlint.policy.example_proxy import ExampleProxy
from tokenlint.policy.facts import policy_input
from tokenlint.policy.finding import Persona, Report
from tokenlint.policy.memo import SharedShapes
from tokenlint.policy.settings import Settings
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.read import Reader, read_found
from tokenlint.source import Problem, Source
from tokenlint.token_inputs import with_macaroons, with_tokens
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.reader import read_workflows

NOW = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())
"""The instant that all examples are judged at, in seconds since the epoch."""

DEFAULT_HEADER: Mapping[str, Any] = {"alg": "RS256", "kid": "key-1", "typ": "JWT"}
TIME_CLAIMS = ("exp", "iat", "nbf", "auth_time")
VERIFICATION = {
    "matching": "verified",
    "other": "invalid",
    "unfitting": "no-matching-key",
    "none": "claimed",
}

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TIME = re.compile(r"now(?:(?P<sign>[+-])(?P<span>(?:\d+[smhd])+))?")
_MARKED_TIME = re.compile(r"@(now[^@]*)@")
_MADE_UP = re.compile(r"@made-up (secret|key|token|proxy)(?: (now[^@\s]*))?((?: [a-z]+=[^@\s]+)*)@")
_ARMOUR = "-----BEGIN {label}----- {body} -----END {label}-----"  # on one line, as in a scalar
_SIGNATURE_BYTES = 256
_SECRET_BYTES = 24
_MACAROON_BYTES = 32
_KEY_BYTES = 138  # as in a key for ES256 in PKCS#8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example; `report` tells the rest."""

    rule: str
    name: str
    bad: bool
    report: Report

    @property
    def fired(self) -> bool:
        """Whether the rule spoke."""
        suppressed = (row.finding for row in self.report.suppressed)
        return any(f.rule == self.rule for f in (*self.report.findings, *suppressed))

    @property
    def as_expected(self) -> bool:
        """A bad example fires, a good one does not, and nothing went wrong."""
        return self.fired is self.bad and not self.report.errors


def example_settings(catalogue: Catalogue, limits: Mapping[str, int]) -> Settings:
    """Every rule, for the most demanding reader, at the instant of the examples."""
    return Settings(NOW, limits, frozenset(catalogue.rules), Persona.AUDITOR)


def run_examples(
    rules: Sequence[Rule], catalogue: Catalogue, engine: Engine, reader: Reader
) -> Iterator[Outcome]:
    """Judge all examples of the rules, in their order.

    The engine is asked once for all documents, since each call has a price of its own.
    """
    cases = [
        (rule.code, example.name, bad, inputs_of(example, reader))
        for rule in rules
        for bad, examples in ((True, rule.examples.bad), (False, rule.examples.good))
        for example in examples
    ]
    known = SharedShapes(engine)
    known.evaluate([policy_input(subject) for *_, inputs in cases for subject in inputs.subjects])
    for code, name, bad, inputs in cases:
        report = lint(inputs, catalogue, known, reader.settings)
        yield Outcome(code, name, bad, report)


def inputs_of(example: Example, reader: Reader) -> Inputs:
    """What an example stands for, as if it had been read from files."""
    for member, make in _MAKERS.items():
        if (made_of := getattr(example, member)) not in (None, {}):
            return make(made_of, reader)
    if example.token is None:
        raise PolicyError(f"the example {example.name!r} has no workflow, credential or files")
    against, problems = _only_workflow(example.against)
    subjects = [_subject(example.token, reader, against)]
    if example.token.twin:
        other = replace(example.token, claims={**example.token.claims, "client_id": "another"})
        subjects.append(_subject(other, reader, against))
    return replace(with_tokens(subjects), problems=problems)


def _workflow(text: str, reader: Reader) -> Inputs:
    return reader.workflows(filled(text).encode(), Path("example.yaml"))


def _macaroon(macaroon: ExampleMacaroon, reader: Reader) -> Inputs:
    found = reader.macaroon(made_up_macaroon(macaroon), Source("example.macaroon"))
    return with_macaroons([found])


def _files(files: Mapping[str, str], reader: Reader) -> Inputs:
    """The inputs of a folder that holds these files."""
    found = [
        Found(Path(name), kind_of(name, text.encode()), text.encode(), named=True)
        for name, text in zip(files, map(filled, files.values()), strict=True)
    ]
    return read_found(found, reader).inputs


def _proxy(proxy: ExampleProxy, reader: Reader) -> Inputs:
    from tokenlint.made_up.proxies import made_up_proxy

    made = made_up_proxy(proxy, instant)
    return reader.proxy(made, Source("x509up"), int(proxy.mode, 8))


def _capture(text: str, reader: Reader) -> Inputs:
    """What a scan of this text notes."""
    from tokenlint.scan.capture import capture_of

    return Inputs((capture_of(filled(text).encode(), reader),))


def _probe(probe: ExampleProbe, reader: Reader) -> Inputs:
    """The subjects that a probe with such results gives."""
    from tokenlint.probe.example import differences_of, probe_of
    from tokenlint.probe.judgement import subjects_of

    subjects = subjects_of([probe_of(probe)], reader.settings, differences_of(probe))
    return Inputs(tuple(subjects))


def _audit(audit: ExampleAudit, reader: Reader) -> Inputs:
    """The subject that an audit with such a result gives."""
    from tokenlint.audit.example import audit_of
    from tokenlint.audit.judgement import subject_of

    return Inputs((subject_of(audit_of(audit), reader.settings),))


_MAKERS: Mapping[str, Callable[[Any, Reader], Inputs]] = {
    "workflow": _workflow,
    "files": _files,
    "macaroon": _macaroon,
    "proxy": _proxy,
    "capture": _capture,
    "probe": _probe,
    "audit": _audit,
}


def _subject(token: ExampleToken, reader: Reader, against: Workflow | None) -> TokenSubject:
    subject = reader.token(made_up(token), Source("example.jwt"), against)
    return replace(subject, verification=VERIFICATION[token.keys])


def _only_workflow(text: str | None) -> tuple[Workflow | None, tuple[Problem, ...]]:
    if text is None:
        return None, ()
    file = read_workflows(text.encode(), name="against.yaml")
    if len(file.workflows) != 1 and not file.problems:
        raise PolicyError("an example is judged against a file with exactly one workflow")
    return (file.workflows[0] if file.workflows else None), file.problems


def made_up(token: ExampleToken) -> bytes:
    """The compact form of an example token, with noise where a signature would stand."""
    header = token.raw_header or _json(token.header or DEFAULT_HEADER)
    claims = _json(at_times(token.claims)) if token.raw_claims is None else token.raw_claims
    signed = '"none"' not in header.lower()
    signature = secrets.token_bytes(_SIGNATURE_BYTES) if signed else b""
    parts = (header.encode(), _MARKED_TIME.sub(_instant_text, claims).encode(), signature)
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)


def made_up_macaroon(macaroon: ExampleMacaroon, now: int = NOW) -> bytes:
    """An example macaroon in the first format, with noise where a signature would stand."""
    caveats = (_MARKED_TIME.sub(lambda f: _iso(instant(f[1], now)), c) for c in macaroon.caveats)
    fields = [("location", macaroon.location), ("identifier", macaroon.identifier)]
    fields += [("cid", caveat) for caveat in caveats]
    data = b"".join(_packet(key, value.encode()) for key, value in fields)
    if macaroon.third_party is not None:
        data += _packet("cid", b"made-up") + _packet("vid", secrets.token_bytes(_SECRET_BYTES))
        data += _packet("cl", macaroon.third_party.encode())
    data += _packet("signature", secrets.token_bytes(_MACAROON_BYTES))
    whole = base64.urlsafe_b64encode(data).rstrip(b"=")
    middle = len(whole) // 2
    return whole[:middle] + b"\n" + whole[middle:] if macaroon.broken else whole


def _packet(key: str, value: bytes) -> bytes:
    """Its length in four hexadecimal digits counts them, the key, a space, value and newline."""
    body = key.encode() + b" " + value + b"\n"
    return f"{len(body) + 4:04x}".encode() + body


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def filled(text: str) -> str:
    """The text of a file in which noise of the right form stands in place of its marks."""
    return _MADE_UP.sub(lambda found: _noise(found[1], found[2] or "now+1h", found[3]), text)


def _noise(kind: str, expiry: str, claims: str) -> str:
    if kind == "token":
        usual = {"iss": "https://issuer.example", "sub": "made-up", "exp": expiry}
        named = dict(word.split("=", 1) for word in claims.split())
        return made_up(ExampleToken(claims=usual | named)).decode()
    if kind == "proxy":
        from tokenlint.made_up.proxies import made_up_proxy

        return made_up_proxy(ExampleProxy(), lambda text: int(instant(text))).decode()
    if kind == "key":
        body = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        return _ARMOUR.format(label="PRIVATE KEY", body=body)
    return secrets.token_hex(_SECRET_BYTES)


def at_times(values: Mapping[str, Any], now: int = NOW) -> dict[str, Any]:
    """Claims in which `now`, `now+6h`, `now-1d12h` at a time claim are seconds since the epoch."""
    return {
        name: instant(value, now) if name in TIME_CLAIMS else value
        for name, value in values.items()
    }


def instant(value: Any, now: int = NOW) -> Any:
    """`now+6h` as a number; whatever is not of that form stays as it is."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    spans = re.findall(r"(\d+)([smhd])", found["span"] or "")
    seconds = sum(int(amount) * _UNITS[unit] for amount, unit in spans)
    return now - seconds if found["sign"] == "-" else now + seconds


def _instant_text(match: re.Match[str]) -> str:
    return str(instant(match[1]))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))
