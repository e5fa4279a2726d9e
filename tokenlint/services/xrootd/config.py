"""What the files of an XRootD server say, as values: read by the grammars, judged by the model.

A value that a placeholder leaves open is `known=False`; None stands for what no file tells,
because the file is not there. What was not written has XRootD's default, unless said otherwise.
"""

from dataclasses import dataclass

from tokenlint.services.value import Value
from tokenlint.source import Source


@dataclass(frozen=True, slots=True)
class MapRule:
    """One rule of a name mapfile; the keys that are None are not compared, all others must fit."""

    result: Value
    source: Source
    sub: str | None = None
    username: str | None = None
    path: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class IssuerSection:
    """A section `[Issuer NAME]` that XRootD keeps.

    `strategies` holds the words of `authorization_strategy` that XRootD knows;
    None where the key is not written. `mapfile` is None where no file is named,
    `mapfile_missing` tells that the named file is not among the files.
    `open_keys` are the keys whose value a placeholder leaves open (also that of a boolean).
    """

    section: Value
    url: Value
    base_paths: tuple[Value, ...]
    source: Source
    restricted_paths: tuple[Value, ...] = ()
    map_subject: bool = False
    default_user: Value | None = None
    username_claim: str = ""
    groups_claim: str = "wlcg.groups"
    strategies: tuple[str, ...] | None = None
    strategies_source: Source | None = None
    mapfile: tuple[MapRule, ...] | None = None
    mapfile_missing: bool = False
    open_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SciTokens:
    """A `scitokens.cfg`; issuers in the order in which XRootD asks them (section names, sorted).

    `onmissing` is passthrough, allow or deny; empty where a placeholder stands.
    `refused` says why XRootD does not start with this file, empty where it starts.
    `partial` tells a snippet without a section `[Global]`: its audiences are not known.
    """

    source: Source
    audiences: tuple[Value, ...]
    audience_source: Source
    onmissing: str
    onmissing_source: Source
    onmissing_written: bool
    issuers: tuple[IssuerSection, ...]
    refused: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """One pair of an authdb entry: a path, and privileges with those that `-` takes away.

    Letters as in the documentation of XRootD's authorization database: a d i k l n r w.
    """

    path: str
    gives: frozenset[str]
    takes: frozenset[str]
    source: Source
    known: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an authdb.

    `kind` is its first letter: u g h o r n t = x s; `id` its second word, as written.
    The kind `?` stands for a line that a template fills in: it may be any entry.
    `conditions` are the pairs of a compound id (`=`): letter and value.
    `rights` are its path pairs, those of templates (`t`) in the place where it names them;
    `uses` the templates and compound ids that it refers to by name.
    `plain_selectors` tells that a letter of `conditions` was written without a colon.
    """

    kind: str
    id: str
    rights: tuple[Rights, ...]
    source: Source
    conditions: tuple[tuple[str, str], ...] = ()
    uses: tuple[str, ...] = ()
    plain_selectors: bool = False


@dataclass(frozen=True, slots=True)
class Authdb:
    """An authorization database, entries in the order of the file."""

    source: Source
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class AuthLib:
    """One library of `ofs.authlib` (or EOS's `mgmofs.macaroonslib`), outermost first.

    `chained` tells that it was written with `++`, so that the next one, and at the end
    the authorization database, is asked where this one does not decide.
    """

    name: str
    chained: bool
    config: Value | None
    source: Source


@dataclass(frozen=True, slots=True)
class Server:
    """An `xrootd*.cfg` with its `config.d`, as far as authorization goes.

    `authorize` tells whether `ofs.authorize` is set, None where a placeholder or a condition
    leaves it open. `exports` are the paths of `all.export`. `header2cgi` tells whether
    the Authorization header of HTTP becomes `authz`, and `header` how the header is written there;
    `http` and `ztn` which protocols are there, `ztn_checks` whether ztn looks at the token at all;
    `ztn_library` is where it finds the plug-in that looks. `logins` are the security protocols
    one of which a client must log in by over root, empty where it needs no credential for that;
    `free_hosts` tells that clients on some hosts need none.
    `tls` whether there is a host certificate for TLS. `read_only` are those of the exports
    that may not be changed. `macaroons_onmissing` is what holds for a token that is no macaroon.
    `open_directives` are those that a placeholder, a condition or a missing file leaves open
    (`ofs.authlib`, `acc.authdb`, `http.header2cgi`, ...), so that the value here may not hold.
    """

    source: Source
    authorize: bool | None
    authorize_source: Source
    libraries: tuple[AuthLib, ...]
    authdb: Value | None
    header2cgi: bool
    http: bool
    ztn: bool
    tls: bool
    exports: tuple[Value, ...] = ()
    macaroons: bool = False
    eos: bool = False
    read_only: tuple[Value, ...] = ()
    header: str = "Authorization"
    ztn_checks: bool = True
    ztn_library: str = "libXrdAccSciTokens.so"
    logins: tuple[str, ...] = ()
    free_hosts: bool = False
    macaroons_onmissing: str = "passthrough"
    open_directives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that was found of one server; None for a file that is not among the files.

    `version` is that of the server, empty where nobody said: then the newest is taken.
    """

    server: Server | None
    scitokens: SciTokens | None
    authdb: Authdb | None
    version: str = ""
