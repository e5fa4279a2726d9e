"""What the files of a dCache say, as values: read by the grammars, judged by the login's model.

A value that a placeholder leaves open is `known=False`;
None stands for a file that is named and is not among the files.
"""

from dataclasses import dataclass, field

from tokenlint.services.dcache.principals import Principal
from tokenlint.services.dcache.view import View
from tokenlint.services.value import Value
from tokenlint.source import Source


@dataclass(frozen=True, slots=True)
class Provider:
    """A trusted issuer: `gplazma.oidc.provider!ALIAS` or `gplazma.scitoken.issuer!ID`.

    `plugin` is the plugin of phase auth that reads it, oidc or scitoken.
    `profile` is oidc, wlcg, scitokens, both (the old plugin), or empty where it is unknown.
    `refused` tells that dCache does not load it.
    """

    alias: str
    url: Value
    source: Source
    plugin: str
    profile: str
    prefix: Value | None = None
    suppress: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()
    authz_id: tuple[Principal, ...] = ()
    non_authz_id: tuple[Principal, ...] = ()
    known: bool = True
    refused: bool = False
    profile_source: Source | None = None

    @property
    def scoped(self) -> bool:
        """Whether scopes of its tokens count."""
        return self.profile in {"wlcg", "scitokens", "both"}


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line of a multi-mapfile: whoever has the first principal gets the others."""

    matcher: Principal
    gives: tuple[Principal, ...]
    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """A line `authorize` of a storage-authzdb; the home directory is given below the root."""

    name: str
    read_only: bool
    uid: str
    gids: tuple[str, ...]
    root: Value
    source: Source
    known: bool = True


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A line of `omnisession.conf`; no matcher for DEFAULT, `bad` for one that refuses logins."""

    matcher: Principal | None
    source: Source
    root: Value | None = None
    home: bool = False
    prefix: Value | None = None
    read_only: bool = False
    roles: tuple[str, ...] = ()
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Ban:
    """A line `ban` of a ban file."""

    principal: Principal
    source: Source


@dataclass(frozen=True, slots=True)
class PluginLine:
    """A line of `gplazma.conf`: phase, control, plugin and its own properties."""

    phase: str
    control: str
    plugin: str
    options: tuple[tuple[str, str], ...]
    source: Source
    known: bool = True

    def option(self, key: str) -> str | None:
        """A property that holds for this line alone."""
        return next((value for name, value in reversed(self.options) if name == key), None)


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin with the file that it reads, by kind; None where the file is not at hand.

    `file` is how that file is called where a decision depends on it.
    """

    line: PluginLine
    file: str = ""
    maps: tuple[MapLine, ...] | None = None
    accounts: tuple[Account, ...] | None = None
    sessions: tuple[SessionLine, ...] | None = None
    bans: tuple[Ban, ...] | None = None
    templated: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A cell that clients talk to: webdav, frontend, xrootd, dcap; with what it sees."""

    kind: str
    source: Source
    view: View


@dataclass(frozen=True, slots=True)
class Audiences:
    """The audiences of one plugin, and the line that lists them."""

    values: tuple[Value, ...]
    source: Source
    open: bool = False


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that was found of one dCache.

    `stack_known` tells that the lines of `gplazma.conf` are all at hand,
    `providers_known` that there are no other providers, `doors_known` the same of doors.
    """

    source: Source
    view: View
    plugins: tuple[Plugin, ...]
    stack_known: bool
    providers: tuple[Provider, ...]
    providers_known: bool
    audiences: dict[str, Audiences]
    doors: tuple[Door, ...] = ()
    doors_known: bool = False
    files: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = field(default=())  # of a storage-authzdb that stands alone
    maps: tuple[MapLine, ...] = field(default=())  # of a multi-mapfile that stands alone

    def stack(self, phase: str) -> tuple[Plugin, ...]:
        """The plugins of a phase in their order."""
        return tuple(each for each in self.plugins if each.line.phase == phase)
