"""RSEs in the commands that make them, in scripts and in documentation.

`rucio-admin rse set-attribute`, `rucio rse attribute add`, `rucio-admin rse add-protocol`,
`rucio rse protocol add`, and what sets the kind of an RSE.
Source: rucio/rucio, bin/rucio-admin and lib/rucio/cli/rse.py.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tokenlint.services.rucio.rse import TYPE, Protocol, Rse
from tokenlint.services.rucio.shell_words import commands
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_PROGRAM = re.compile(r"(?<![\w./-])(?:/\S{0,80}/)?rucio(?:-admin)?(?=[ \t\\])")
_VERBS = {
    ("set-attribute",): "attribute",
    ("attribute", "add"): "attribute",
    ("attribute", "set"): "attribute",
    ("add-protocol",): "protocol",
    ("protocol", "add"): "protocol",
    ("update",): "setting",
    ("set",): "setting",
}
_FLAGS = frozenset({"--non-deterministic", "--non_deterministic", "-h", "--help", "-v"})
_NAMES = ("--rse", "--rse-name", "--rse_name")
_HOSTS = ("--hostname", "--host", "--host-name")
_USES = frozenset({"read", "write", "delete", "third_party_copy_read", "third_party_copy_write"})


@dataclass(frozen=True, slots=True)
class _Call:
    options: Mapping[str, Value]
    plain: tuple[Value, ...]

    def option(self, *names: str) -> Value | None:
        return next((self.options[name] for name in names if name in self.options), None)

    @property
    def rse(self) -> Value | None:
        return self.option(*_NAMES) or (self.plain[0] if self.plain else None)


def rses_of(text: Text) -> Iterator[Rse]:
    """What each command says of an RSE, in the order of the commands."""
    for words in commands(text, _PROGRAM):
        at = next((i for i, word in enumerate(words) if word.text == "rse"), len(words))
        rest = words[at + 1 :]
        for length in (1, 2):
            verb = _VERBS.get(tuple(word.text for word in rest[:length]))
            if verb is not None:
                rse = _MAKERS[verb](_call(rest[length:]), text)
                if rse is not None:
                    yield rse
                break


def _call(words: list[Value]) -> _Call:
    options: dict[str, Value] = {}
    plain: list[Value] = []
    left = iter(words)
    for word in left:
        name, sign, value = word.text.partition("=")
        if not name.startswith("-"):
            plain.append(word)
        elif sign:
            options[name] = Value(value, _after(word, name), word.known)
        elif name not in _FLAGS and (following := next(left, None)) is not None:
            options[name] = following
    return _Call(options, tuple(plain))


def _after(word: Value, name: str) -> Source:
    """The place of the value in `--name=value`, where it can be told."""
    source = word.source
    length = source.end_column - source.column
    if not source.end_column or length != len(word.text):
        return source
    return Source(source.file, source.line, source.column + len(name) + 1, source.end_column)


def _attribute(call: _Call, text: Text) -> Rse | None:
    key, value = call.option("--key", "--attr"), call.option("--value")
    if call.rse is None or key is None or value is None:
        return None
    return Rse(call.rse, {key.text: value}, files=(text.file,))


def _setting(call: _Call, text: Text) -> Rse | None:
    key, value = call.option("--setting", "--key"), call.option("--value")
    if call.rse is None or key is None or value is None or key.text != TYPE:
        return None
    return Rse(call.rse, {key.text: value}, files=(text.file,))


def _protocol(call: _Call, text: Text) -> Rse | None:
    scheme = call.option("--scheme")
    if call.rse is None or scheme is None:
        return None
    off = _off(call.option("--domain-json", "--domain_json"))
    host, prefix = call.option(*_HOSTS), call.option("--prefix")
    protocol = Protocol(scheme, host, prefix, scheme.source, off)
    return Rse(call.rse, protocols=(protocol,), files=(text.file,))


def _off(domains: Value | None) -> frozenset[str]:
    """The uses whose priority is 0 in the wide area network, where the domains can be read."""
    if domains is None:
        return frozenset()
    try:
        data = json.loads(domains.text)
    except (ValueError, RecursionError):
        return frozenset()
    wan = data.get("wan") if isinstance(data, dict) else None
    if not isinstance(wan, dict):
        return frozenset()
    return frozenset(use for use in _USES if wan.get(use, 1) == 0)


_MAKERS = {"attribute": _attribute, "setting": _setting, "protocol": _protocol}
