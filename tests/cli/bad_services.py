"""Bad configurations of services, and what is said of them.

A place is `FILE:LINE:COLUMN`, as far as it is known;
a kind is that of an error (`syntax`) or the code of a rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ISSUER = "https://issuer.example"
NORMAL, FOUND, INCOMPLETE = 0, 1, 4

# Files that are judged by themselves, with what is found in them.
SCITOKENS = (
    f"[Global]\naudience = https://a.example\n[Issuer x]\nissuer = {ISSUER}\nbase_path = /\n"
)
OWNS_ROOT = ("scitokens.cfg:5:13", "SVC003", "owns the whole namespace")
ARC = (
    f"[authgroup: last]\nauthtokens = * {ISSUER} * * *\n"
    "[mapping]\nmap_to_user = last root\n[arex/ws/jobs]\nallowaccess = last\n"
)
MAPPED = "SCITOKENS /^https:\\/\\/issuer\\.example,one$/ root\n"
TO_ROOT = "root is a privileged account"
PROVIDER = f"gplazma.oidc.provider!alpha = {ISSUER} -profile=wlcg -prefix=/\n"
GPLAZMA = "auth optional oidc\n"

Said = tuple[str, str, str]  # place, kind, words


@dataclass(frozen=True)
class Bad:
    """Files, what is said of them, what is said of the rest, and the exit code."""

    files: Mapping[str, str | bytes]
    said: tuple[Said, ...]
    rest: tuple[Said, ...]
    code: int = INCOMPLETE
    options: tuple[str, ...] = field(default=("--persona", "regular"))


CASES = {
    # Half a section
    "half-xrootd": Bad(
        {"scitokens.cfg": SCITOKENS + "[Issuer y\n"},
        (("scitokens.cfg:6:1", "syntax", "XRootD does not start with this file"),),
        (OWNS_ROOT,),
    ),
    "half-arc": Bad(
        {"arc.conf": "[common]\n[authtokens\n" + ARC},
        (("arc.conf:2:1", "syntax", "the block's name does not end with `]`"),),
        (("arc.conf:6:1", "SVC017", TO_ROOT),),
    ),
    "half-dcache": Bad(
        {"gplazma.conf": GPLAZMA + "map\n", "dcache.conf": PROVIDER},
        (("gplazma.conf:2:1", "syntax", "gPlazma does not load this configuration"),),
        (("dcache.conf:1:68", "SVC003", "owns the whole namespace"),),
    ),
    "half-condor": Bad(
        {"config.d/9.conf": "SEC_TOKEN_MAX_AGE = 1\nif true\n", "mapfiles.d/1.conf": MAPPED},
        (("config.d/9.conf:3:1", "syntax", "an `if` has no `endif`"),),
        (("mapfiles.d/1.conf:1:1", "SVC017", TO_ROOT),),
    ),
    # A key twice
    "twice-xrootd": Bad(
        {"scitokens.cfg": SCITOKENS.replace("[Issuer", "audience = https://b.example\n[Issuer")},
        (("scitokens.cfg:2:12", "SVC010", "`audience` is written again in this section"),),
        (("scitokens.cfg:6:13", "SVC003", "owns the whole namespace"),),
        FOUND,
    ),
    "twice-dcache": Bad(
        {
            "gplazma.conf": GPLAZMA,
            "dcache.conf": "gplazma.oidc.audience-targets = a\n" * 2 + PROVIDER,
        },
        (("dcache.conf:1:1", "SVC010", "the last one counts"),),
        (("dcache.conf:3:68", "SVC003", "owns the whole namespace"),),
        FOUND,
    ),
    "twice-arc": Bad(
        {"arc.conf": "[common]\n[authtokens]\n[authtokens]\n" + ARC},
        (("arc.conf:3:1", "syntax", "the block [authtokens] is there already"),),
        (("arc.conf:7:1", "SVC017", TO_ROOT),),
    ),
    # An unknown section
    "unknown-xrootd": Bad(
        {"scitokens.cfg": SCITOKENS + "[Nonsense]\nfoo = 1\n"},
        (("scitokens.cfg:6:2", "SVC010", "reads the sections `Global` and `Issuer NAME` only"),),
        (OWNS_ROOT,),
        FOUND,
    ),
    "unknown-dcache": Bad(
        {
            "layouts/a.conf": "[Nowhere/frobnicate]\n[d]\n[d/webdav]\n"
            "webdav.authz.anonymous-operations = FULL\n"
        },
        (("layouts/a.conf:1:1", "syntax", "the domain Nowhere is not declared"),),
        (("layouts/a.conf:4:37", "SVC030", "writes and deletions without a login"),),
    ),
    # A broken regular expression
    "regex-condor": Bad(
        {"condor_mapfile": "SCITOKENS /^https:\\/\\/i.example,(open/ user\n" + MAPPED},
        (("condor_mapfile:1:11", "SVC046", "is no regular expression"),),
        (("condor_mapfile:2:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    "regex-arc": Bad(
        {
            "arc.conf": '[common]\n[authtokens]\n[authgroup: a]\nauthtokensgen = iss ~ "(open"\n'
            + ARC
        },
        (("arc.conf:4:24", "SVC046", "the pattern (open is no regular expression"),),
        (("arc.conf:8:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    # One that takes exponential time
    "exponential-condor": Bad(
        {"condor_mapfile": "SCITOKENS /^https:\\/\\/i\\.example,(a+)+$/ user\n" + MAPPED},
        (("condor_mapfile:1:11", "SVC023", "grows exponentially"),),
        (("condor_mapfile:2:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    # Loops
    "loop-condor": Bad(
        {
            "config.d/a.conf": "include : /etc/condor/config.d/b.conf\nSEC_TOKEN_MAX_AGE = 1\n",
            "config.d/b.conf": "include : /etc/condor/config.d/a.conf\nSEC_TOKEN_MAX_AGE = 2\n",
            "mapfiles.d/1.conf": MAPPED,
        },
        (("config.d/b.conf:1:11", "syntax", "a.conf is being read already"),),
        (("mapfiles.d/1.conf:1:1", "SVC017", TO_ROOT),),
    ),
    "loop-condor-macros": Bad(
        {
            "config.d/a.conf": "A = $(B)\nB = x $(A)\nSEC_TOKEN_MAX_AGE = $(A)\n",
            "mapfiles.d/1.conf": MAPPED,
        },
        (("config.d/a.conf:1:5", "syntax", "definitions that need each other: A, B"),),
        (("mapfiles.d/1.conf:1:1", "SVC017", TO_ROOT),),
    ),
    "loop-condor-mapfiles": Bad(
        {
            "condor_mapfile": MAPPED + "@include /etc/condor/more_mapfile\n",
            "more_mapfile": MAPPED.replace("root", "pilot") + "@include /etc/x/condor_mapfile\n",
        },
        (("more_mapfile:2:10", "SVC010", "passes over an @include"),),
        (("condor_mapfile:1:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    "loop-xrootd-itself": Bad(
        {
            "xrootd/loop.cfg": "all.export /data\nofs.authorize\ncontinue /etc/xrootd/loop.cfg\n",
            "scitokens.cfg": SCITOKENS,
        },
        (("xrootd/loop.cfg:3:10", "syntax", "XRootD does not start with this configuration"),),
        (OWNS_ROOT,),
    ),
    "loop-xrootd-two": Bad(
        {
            "a.cfg": "all.export /data\nofs.authorize\ncontinue /etc/xrootd/b.cfg\n",
            "b.cfg": "all.export /data\nofs.authorize\ncontinue /etc/xrootd/a.cfg\n",
            "scitokens.cfg": SCITOKENS,
        },
        (("b.cfg:3:10", "syntax", "again and again"),),
        (OWNS_ROOT,),
    ),
    # Binary
    "binary-xrootd": Bad(
        {"scitokens.cfg": b"[Global]\n\0\1\2", "more/scitokens.cfg": SCITOKENS},
        (("scitokens.cfg:2", "binary", "binary data"),),
        ((f"more/{OWNS_ROOT[0]}", *OWNS_ROOT[1:]),),
    ),
    "binary-condor": Bad(
        {"condor_mapfile": MAPPED.encode() + b"\0", "scitokens.cfg": SCITOKENS},
        (("condor_mapfile:2", "binary", "binary data"),),
        (OWNS_ROOT,),
    ),
    # Wrong encoding
    "encoding-xrootd": Bad(
        {"scitokens.cfg": SCITOKENS.encode() + b"# caf\xe9\n"},
        (("scitokens.cfg:6:6", "encoding", "the byte 0xe9 is not UTF-8"),),
        (OWNS_ROOT,),
    ),
    "encoding-dcache": Bad(
        {"gplazma.conf": GPLAZMA, "dcache.conf": b"# \xe9\n" + PROVIDER.encode()},
        (("dcache.conf:1:3", "encoding", "the byte 0xe9 is not UTF-8"),),
        (("dcache.conf:2:68", "SVC003", "owns the whole namespace"),),
    ),
    # CRLF and tabs are read as the product reads them
    "crlf-xrootd": Bad({"scitokens.cfg": SCITOKENS.replace("\n", "\r\n")}, (), (OWNS_ROOT,), FOUND),
    "crlf-condor": Bad(
        {"condor_mapfile": "\r\n" + MAPPED.replace("\n", "\r\n")},
        (),
        (("condor_mapfile:2:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    "tabs-arc": Bad(
        {"arc.conf": "\t[common]\n\t[authtokens]\n" + ARC.replace(" = ", "\t=\t")},
        (),
        (("arc.conf:6:1", "SVC017", TO_ROOT),),
        FOUND,
    ),
    "tabs-xrootd": Bad(
        {"scitokens.cfg": SCITOKENS.replace("base_path = ", "base_path\t=\t\t") + "[Issuer\ty]\n"},
        (("scitokens.cfg:6:2", "SVC010", "reads the sections"),),
        (("scitokens.cfg:5:14", "SVC003", "owns the whole namespace"),),
        FOUND,
    ),
    # Files that others name, and that are not there
    "missing-xrootd": Bad(
        {
            "xrootd.cfg": "all.export /data\nofs.authorize\n"
            "ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/nowhere.cfg\n"
            "acc.authdb /etc/xrootd/nofile\n",
            "other/scitokens.cfg": SCITOKENS + "name_mapfile = /etc/xrootd/nobody\n",
        },
        (
            ("xrootd.cfg:3:45", "SVC045", "/etc/xrootd/nowhere.cfg is named here"),
            ("xrootd.cfg:4:12", "SVC045", "as the authdb"),
            ("other/scitokens.cfg:6:16", "SVC045", "as the name_mapfile"),
        ),
        ((f"other/{OWNS_ROOT[0]}", *OWNS_ROOT[1:]),),
        FOUND,
        ("--persona", "pedantic"),
    ),
    "missing-xrootd-continue": Bad(
        {
            "xrootd.cfg": "all.export /data\nofs.authorize\ncontinue /etc/xrootd/gone.cfg\n",
            "scitokens.cfg": SCITOKENS,
        },
        (("xrootd.cfg:3:10", "SVC045", "as the continued configuration"),),
        (OWNS_ROOT,),
        FOUND,
        ("--persona", "pedantic"),
    ),
    "missing-dcache": Bad(
        {
            "gplazma.conf": GPLAZMA
            + "map requisite multimap gplazma.multimap.file=/etc/dcache/gone.conf\n",
            "dcache.conf": PROVIDER,
        },
        (("gplazma.conf:2:46", "SVC045", "as the gplazma.multimap.file"),),
        (("dcache.conf:1:68", "SVC003", "owns the whole namespace"),),
        FOUND,
        ("--persona", "pedantic"),
    ),
    "missing-condor": Bad(
        {
            "config.d/1.conf": "include : /etc/condor/gone.conf\n"
            "include ifexist : /etc/condor/perhaps.conf\nSEC_TOKEN_MAX_AGE = 1\n",
            "mapfiles.d/1.conf": MAPPED,
        },
        (("config.d/1.conf:1:11", "SVC045", "as the included configuration"),),
        (("mapfiles.d/1.conf:1:1", "SVC017", TO_ROOT),),
        FOUND,
        ("--persona", "pedantic"),
    ),
    "missing-arc": Bad(
        {"arc.conf": "[common]\n[authtokens]\n[authgroup: a]\nfile = /etc/arc/people\n" + ARC},
        (("arc.conf:4:8", "SVC045", "/etc/arc/people is named here as the file"),),
        (("arc.conf:8:1", "SVC017", TO_ROOT),),
        FOUND,
        ("--persona", "pedantic"),
    ),
}
