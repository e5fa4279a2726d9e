"""Clients: which tokens a registered one obtains.

Its configuration names handlers (`tokens { access { type issuer audience lifetime templates
qdl } refresh {...} }`), its record the rest. A template is for one audience and lists operations
with paths, where `${sub}` and its kin stand for what is known of the user.
Where a script in QDL is loaded for the access token, it decides on scopes: they are unknown.
Lifetimes are in milliseconds; the server's maximum bounds them.
Source: OA2ClientKeys.java, ClientUtils.java and AuthorizationTemplates.java of ncsa/oa4mp.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tokenlint.services.acceptance import Setting
from tokenlint.services.oa4mp.durations import Bare, read_time
from tokenlint.services.oa4mp.hocon import read_hocon
from tokenlint.services.oa4mp.xml_tree import Element, inner
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public
from tokenlint.services.structured.tree import Node
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_OF_THE_USER = re.compile(r"\$\{(\w+)\}")
_ITEM = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Client:
    """A client: its configuration, and its record where that is known."""

    text: Text
    config: Node | None = None
    entries: Mapping[str, Element] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def identifier(self) -> Value | None:
        """The name under which it is registered."""
        found = self.entries.get("client_id")
        return found.text if found else None

    def handler(self, *names: str) -> Node | None:
        """A part of the configuration of its tokens."""
        return self.config.get("tokens", *names) if self.config else None

    @property
    def scripts(self) -> tuple[Value, ...]:
        """The scripts that its tokens load."""
        return tuple(
            load
            for kind in ("access", "identity", "refresh")
            for load in _loads(self.handler(kind, "qdl"))
        )


def _loads(qdl: Node | None) -> Iterator[Value]:
    for node in (qdl, *qdl.items) if qdl else ():
        load = node.text("load")
        if load:
            yield load


def client_of(text: Text, root: Element | None) -> Client:
    """The client of a record in XML, or of a configuration alone (`root` None)."""
    if root is None:
        tree = read_hocon(text)
        return Client(text, tree.root, {}, tree.problems)
    entries = {
        key.text: entry for entry in root.all("entry") if (key := entry.get("key")) is not None
    }
    config = entries.get("cfg")
    if config is None or config.text is None or not config.text.text.strip():
        return Client(text, None, entries)
    tree = read_hocon(inner(text, config))
    return Client(text, tree.root, entries, tree.problems)


def offer(client: Client, maxima: Mapping[str, Lifetime] | None) -> Offer:
    """What the client obtains; `maxima` are the lifetimes of its server, None for no server."""
    templates = client.handler("access", "templates")
    scripted = client.handler("access", "qdl") is not None
    audiences = _audiences(templates)
    public = client.entries.get("public_client")
    name = client.identifier or Value(client.text.name, client.text.whole)
    return Offer(
        "client",
        name,
        Holder.CLIENT,
        name.source,
        scopes=(*_scopes(templates), *_unknown(client.handler("access", "qdl"))),
        audiences=audiences if audiences and not scripted else (),
        default_audiences=_default_audiences(client),
        grants=frozenset({Grant.AUTHORIZATION_CODE} if client.entries else ()),
        redirects=tuple(_listed(client.entries.get("callback_uri"))),
        public=_public(public.text if public else None),
        lifetimes=tuple(_lifetimes(client, maxima)),
    )


def _each(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or the one thing that is written without one."""
    if node is None:
        return ()
    return node.items if node.kind == "list" else (node,)


def _scopes(templates: Node | None) -> Iterator[Value]:
    for template in _each(templates):
        for path in _each(template.get("paths")):
            word, where = path.text("op"), path.text("path")
            if word and where:
                below = _OF_THE_USER.sub(r"{\1}", where.text)
                yield Value.of(f"{word.text}:{below}", where.source)


def _unknown(qdl: Node | None) -> Iterator[Value]:
    """In place of the scopes that a script decides on."""
    for load in _loads(qdl):
        yield Value(load.text, load.source, known=False)


def _audiences(templates: Node | None) -> tuple[Value, ...]:
    named = (template.values("aud") for template in _each(templates))
    return tuple(value for values in named for value in values)


def _default_audiences(client: Client) -> tuple[Value, ...]:
    """The audience of the configuration, which holds where a request names none."""
    access = client.handler("access")
    return access.values("audience") if access else ()


def _listed(entry: Element | None) -> Iterator[Value]:
    """The strings of a list in JSON that an entry holds; one word without quotes is one."""
    value = entry.text if entry else None
    if value is None:
        return
    found = list(_ITEM.finditer(value.text))
    if not found and not value.text.startswith("["):
        yield value
    for item in found:
        place = value.source
        if place.column and place.end_column:
            start = place.column + item.start(1)
            place = Source(place.file, place.line, start, start + len(item[1]))
        yield Value.of(item[1], place)


def _public(value: Value | None) -> Public:
    words = {"true": Public.YES, "false": Public.NO}
    known = value is not None and value.known
    return words.get(value.text.casefold(), Public.UNKNOWN) if known and value else Public.UNKNOWN


def _lifetimes(client: Client, maxima: Mapping[str, Lifetime] | None) -> Iterator[Lifetime]:
    """Lifetimes that the client's own lines decide; those of the server are told at the server."""
    for what, name in (("access", "at_lifetime"), ("refresh", "rt_lifetime")):
        entry = client.entries.get(name)
        off = entry is not None and entry.text is not None and entry.text.text.strip() == "0"
        if what == "refresh" and (off or (maxima is not None and what not in maxima)):
            continue
        own = [_configured(client, what), _lifetime(what, entry.text if entry else None)]
        written = [each for each in own if each]
        least = _least(written) if written else None
        bound = maxima.get(what) if maxima else None
        if least and not _is_bounded(least, bound):
            yield least


def _is_bounded(lifetime: Lifetime, bound: Lifetime | None) -> bool:
    if bound is None or bound.seconds is None or lifetime.seconds is None:
        return False
    return bound.seconds <= lifetime.seconds


def _least(lifetimes: Sequence[Lifetime]) -> Lifetime:
    """The one that bounds the others; one that is not known is no bound."""
    told = [each for each in lifetimes if each.seconds is not None]
    return min(told, key=lambda each: each.seconds or 0) if told else lifetimes[0]


def _configured(client: Client, what: str) -> Lifetime | None:
    handler = client.handler(what)
    return _lifetime(what, handler.text("lifetime") if handler else None)


def _lifetime(what: str, value: Value | None) -> Lifetime | None:
    """A lifetime in milliseconds; none where it is left to the server (-1)."""
    if value is None or (value.known and value.text.strip().startswith("-")):
        return None
    seconds = read_time(value.text, Bare.MILLISECONDS).seconds if value.known else None
    return Lifetime(what, seconds, value.source) if seconds != 0 else None


def issuers(client: Client) -> tuple[Value, ...]:
    """The issuer that its tokens name."""
    access = client.handler("access")
    found = access.text("issuer") if access else None
    return (found,) if found and found.known and found.text else ()


def settings(client: Client) -> Iterator[Setting]:
    """Scripts that decide, and whether the client may ask for scopes of its own."""
    for kind in ("access", "identity", "refresh"):
        for load in _loads(client.handler(kind, "qdl")):
            name = f"tokens.{kind}.qdl.load"
            yield Setting(name, f"{load.text} (not evaluated)", load.source, known=load.known)
    entry = client.entries.get("strict_scopes")
    strict = entry.text if entry else None
    if strict:
        value = strict.text.strip().casefold()
        yield Setting("strict_scopes", value, strict.source, known=strict.known)
