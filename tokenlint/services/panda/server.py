"""The PanDA server: whose tokens it takes, and the clients that its users get them with.

`token_authType` is `None`, `scitokens` (issuers and audience are in `panda_server.cfg`),
or `oidc` (one `<vo>[.<role>]_auth_config.json` for each client). With `oidc`, the audience
that is verified is the token's own: what counts is that it is of one of these clients.
Source: PanDAWMS/panda-server @9cc3603, pandaserver/api/v1 and srvcore/panda_request.py,
srvcore/oidc_utils.py, templates/panda_server.cfg.rpmnew.template.
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import (
    Acceptance,
    Audience,
    Dead,
    Issuer,
    Service,
    Setting,
    State,
)
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.panda.recognise import SERVER
from tokenlint.services.pieces import Piece
from tokenlint.services.structured.ini import Ini, Option, read_ini
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.value import Value
from tokenlint.source import Problem

_SECTION = "server"
_OFF = "none"
_SCITOKENS = "scitokens"
_OIDC = "oidc"
_DISCOVERY = "/.well-known/openid-configuration"


def service_of(pieces: Sequence[Piece]) -> tuple[Service, tuple[Problem, ...]]:
    """The server whose files lie in one folder."""
    files = [read_ini(piece.text) for piece in pieces if piece.kind == SERVER]
    trees = [read_tree(piece.text) for piece in pieces if piece.kind != SERVER]
    clients = [root for tree in trees for root in tree.documents if root.kind == "map"]
    problems = [wrong for each in files for wrong in each.problems]
    problems += [wrong for each in trees for wrong in each.problems]
    server = _Server(files)
    first = pieces[0].text
    acceptance = Acceptance(
        product="panda",
        title="PanDA server",
        name=first.file,
        source=first.whole,
        files=tuple(dict.fromkeys(piece.text.file for piece in pieces)),
        service="issuer" if not files else "web",
        audience=server.audience(),
        issuers=(*server.issuers(), *_issuers(clients)),
        settings=tuple(server.settings()),
        dead=tuple(server.dead()),
        offers=tuple(_offer(client) for client in clients if client.text("client_id")),
    )
    return Service(acceptance), tuple(problems)


class _Server:
    """The options of `panda_server.cfg` that are about tokens."""

    def __init__(self, files: Sequence[Ini]) -> None:
        self._files = files

    def get(self, name: str) -> Option | None:
        """The option in the section `server`, or in a piece without its section."""
        found = [each.get(_SECTION, name) or each.get("", name) for each in self._files]
        return next((each for each in reversed(found) if each), None)

    @property
    def type(self) -> str:
        """How tokens are taken, in lower case; empty where it is not known."""
        option = self.get("token_authType")
        if option is None:
            return _OFF
        return option.value.text.casefold() if option.value.known else ""

    def issuers(self) -> Iterator[Issuer]:
        names = {_SCITOKENS: ("token_issuers",), _OIDC: ("legacy_token_issuers",)}
        for name in names.get(self.type, ()):
            option = self.get(name)
            for each in option.words() if option else ():
                yield Issuer(Value(name, each.source), each, each.source)

    def audience(self) -> Audience | None:
        option = self.get("token_audience")
        if self.type != _SCITOKENS or option is None:
            return None
        return Audience(State.YES, State.UNKNOWN, (option.value,), option.value.source)

    def settings(self) -> Iterator[Setting]:
        option = self.get("token_authType")
        if option is not None:
            value = option.value
            yield Setting("token_authtype", value.text, value.source, known=value.known)

    def dead(self) -> Iterator[Dead]:
        """A kind of authentication that the server does not know: tokens are passed over."""
        option = self.get("token_authType")
        known = {_OFF, _SCITOKENS, _OIDC}
        if option is None or not option.value.known or option.value.text in known | {"None"}:
            return
        says = "the server takes tokens with `oidc` or `scitokens` only, written like this"
        yield Dead("ignored-value", option.value, says)


def _issuers(clients: Sequence[Node]) -> Iterator[Issuer]:
    for client in clients:
        url = client.text("oidc_config_url")
        if url is not None and url.text:
            issuer = Value(url.text.removesuffix(_DISCOVERY), url.source, url.known)
            yield Issuer(client.text("vo") or url, issuer, url.source)


def _offer(client: Node) -> Offer:
    """Tokens that the users of a virtual organisation get through this client."""
    name = client.text("client_id") or Value("", client.source)
    audience, vo, secret = client.text("audience"), client.text("vo"), client.text("client_secret")
    robots = bool(client.each("robot_ids"))
    return Offer(
        "client",
        name,
        Holder.USER,
        name.source,
        who=vo.text if vo else "",
        audiences=(audience,) if audience and audience.text else (),
        grants=frozenset({Grant.DEVICE_CODE, *([Grant.CLIENT_CREDENTIALS] if robots else [])}),
        public=Public.NO if secret and secret.text else Public.YES,
    )
