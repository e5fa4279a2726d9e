"""Which files are XRootD's, by what they say and by their names."""

import json
import re
from collections.abc import Iterator

from tokenlint.services.text import Text
from tokenlint.services.value import has_placeholder
from tokenlint.services.xrootd.templates import without_directives

PRODUCT = "xrootd"

SCITOKENS = "scitokens.cfg"
SERVER = "xrootd.cfg"
AUTHDB = "authdb"
MAPFILE = "name_mapfile"

_WRAPPED = re.compile(
    r"\.(?:erb|epp|j2|jinja2?|tmpl|tpl|template|in|txt|sample|example|dist|default|orig)$"
)
_SCITOKENS_NAME = re.compile(r"scitoken.*\.(?:cfg|conf)$")
_SERVER_NAME = re.compile(r"(?:xrootd.*|xrd\.)(?:\.?cfg|\.?cf|cf\.\w+)$")
_AUTHDB_NAME = re.compile(r"^(?:.*\.)?(?:authdb|auth[-_]?file|acc\.authdb)(?:[-_.]\w[\w.-]*)?$")

_ISSUER = re.compile(
    r"^[^\S\n]*(?:\{[^\n]*\}|<%[^\n]*%>)?\[issuer[ \t]", re.IGNORECASE | re.MULTILINE
)
_GLOBAL = re.compile(r"^[^\S\n]*(?:\{[^\n]*\}|<%[^\n]*%>)?\[global", re.IGNORECASE | re.MULTILINE)
_BASE_PATH = re.compile(r"^[^\S\n]*base_path\s*[=:]", re.IGNORECASE | re.MULTILINE)
_ISSUER_KEY = re.compile(r"^[^\S\n]*issuer\s*[=:]", re.IGNORECASE | re.MULTILINE)
_GLOBAL_KEY = re.compile(
    r"^[^\S\n]*(?:audience(?:_json)?|onmissing)\s*[=:]", re.IGNORECASE | re.MULTILINE
)
_GLOBAL_ONLY = re.compile(
    r"^[^\S\n]*(?:audience_json|onmissing)\s*[=:]", re.IGNORECASE | re.MULTILINE
)

_DIRECTIVE = re.compile(
    r"""^[^\S\n]*(?:
      all\.(?:export|role|manager|adminpath|pidpath|sitename|trace|subcluster)
    | xrd\.(?:port|protocol|tls|tlsca|tlsciphers|network|allow|sched|timeout|buffers|maxfd|report
        |trace)
    | xrootd\.(?:seclib|chksum|tls|tlsreuse|async|diglib|fslib|mongstream|monitor|redirect|trace
        |export|prep)
    | ofs\.(?:authorize|authlib|osslib|ckslib|cmslib|tpc|persist|forward|notify|trace|chkpnt|role
        |dirlist|crmode|preplib|xattrlib|ctllib)
    | oss\.(?:localroot|remoteroot|namelib|space|defaults|path|alloc|statlib)
    | acc\.(?:authdb|audit|authrefresh|encoding|gidlifetime|pgo|spacechar)
    | sec\.(?:protocol|protbind|protparm|level|entitylib|trace)
    | http\.(?:header2cgi|exthandler|gridmap|secxtractor|secretkey|cadir|cafile|cert|key
        |selfhttps2http|desthttps|listingdeny|listingredir|staticpreload|embeddedstatic|staticredir|httpsmode|trace
        |tlsreuse|staticheader|cors)
    | macaroons\.(?:secretkey|maxduration|onmissing|trace)
    | scitokens\.trace | ztn\.\w+ | tpc\.\w+ | voms\.mapfile
    | (?:mgmofs|xrdmgm|fstofs)\.\w+
    | pss\.(?:origin|cachelib|config|setopt|namelib|trace|debug|dca|permit)
    | pfc\.(?:ram|diskusage|spaces|blocksize|prefetch|trace|user|writequeue|osslib|hdfsmode)
    | cms\.(?:space|allow|delay|sched|perf|dfs|sec|trace)
    )(?:[ \t]+(?![=:])|[ \t]*\r?$)""",
    re.MULTILINE | re.VERBOSE,
)
_FAMILIES = (
    *("ofs.", "xrd.", "all.", "acc.", "sec.", "http.", "oss.", "xrootd.", "macaroons."),
    *("mgmofs.", "fstofs.", "pss.", "pfc.", "cms.", "scitokens.", "ztn.", "tpc.", "voms."),
)
_STATEMENT = re.compile(
    r"^(?:\#.*|(?:set|setenv)\s+(?:-[qvV]|\w+\s*[=<].*)|(?:if|else\s+if)\s+.*|else|fi|continue\s+\S.*)?$"
)
_LINE = re.compile(r"[^\r\n]+")
_ANY_DIRECTIVE = re.compile(r"^[^\S\n]*[a-z]{2,12}\.[a-z0-9]+\s", re.MULTILINE)
_AUTH_LINE = re.compile(r"^[ughornt=xs](?:\s|$)|^\S\s+\S+\s+\\?/\S*\s+[adiklnrw-]+(?:\s|$)")
_STRICT_LINE = re.compile(r"^[ughornt]\s+\S+(?:\s+\\?/\S*\s+[adiklnrw]*(?:-[adiklnrw]*)?)+\s*\\?$")
_MAPFILE_NAME = re.compile(r"(?:^|[-_.])(?:name[-_]?)?map(?:file|ping)?s?(?=[-_.]).*json$")
_WHOM = frozenset({"sub", "username", "group"})
_START = 2000  # characters, in which a list that holds anything begins to
_RULE_KEYS = frozenset({"sub", "username", "path", "group", "result", "ignore"})
_PROSE = frozenset(
    {"md", "mdx", "rst", "html", "tex", "adoc", "yaml", "yml", "py", "sh", "cc", "hh", "cpp", "go"}
    | {"pp", "spec", "dockerfile", "rs", "java"}
)
"""Kinds of files that are no configuration themselves, though they may quote one."""
_ENTRIES = 100  # of an authdb, that are looked at
_LONG = 2000  # characters of a line that are looked at
_MAPFILE_SIZE = 4_000_000  # characters


def kind_of(text: Text) -> str | None:
    """What XRootD calls the file, None for a file that is not XRootD's."""
    name = _bare(text.name)
    content = text.content
    if not text.embedded and name.rpartition(".")[2] in _PROSE:
        return None
    if _is_scitokens(name, content):
        return SCITOKENS
    if _is_mapfile(name, content):
        return MAPFILE
    if _is_server(text, name):
        return SERVER
    return AUTHDB if _is_authdb(text, name) else None


def _bare(name: str) -> str:
    """The name in lower case, without what template engines and packagers append."""
    bare = name.lower()
    while (shorter := _WRAPPED.sub("", bare)) != bare:
        bare = shorter
    return bare


def _is_scitokens(name: str, content: str) -> bool:
    if name == "authorizer.cfg":  # that of nginx's authorizer, which has the same grammar
        return False
    named = _SCITOKENS_NAME.search(name) is not None
    if not named and "base_path" not in content and "[" not in content:
        return False
    if _ISSUER.search(content):
        return bool(_BASE_PATH.search(content) or (named and _ISSUER_KEY.search(content)))
    if _GLOBAL.search(content):
        return bool(_GLOBAL_ONLY.search(content) or (named and _GLOBAL_KEY.search(content)))
    if name not in {"scitokens.cfg", "scitokens.conf"}:
        return False
    keys = (_BASE_PATH, _ISSUER_KEY, _GLOBAL_KEY)
    return any(key.search(content) for key in keys) or _only_comments(content, "#;")


def _is_mapfile(name: str, content: str) -> bool:
    start = content[:200].lstrip()
    if not start.startswith("[") or len(content) > _MAPFILE_SIZE:
        return False
    if '"result"' not in content:
        return _MAPFILE_NAME.search(name) is not None and _maps_nobody(content)
    try:
        rules = json.loads(content)
    except (ValueError, RecursionError):
        return "map" in name and ('"sub"' in content or '"path"' in content or '"group"' in content)
    return _are_rules(rules, strict="map" not in name)


def _maps_nobody(content: str) -> bool:
    """Whether a file that may be a mapfile by its name has rules without a result, or none."""
    rest = content[: content.find("[") + _START].lstrip()[1:].lstrip()
    if not rest.startswith(("]", "{")):
        return False
    try:
        rules = json.loads(content)
    except (ValueError, RecursionError):
        return False
    keys = [set(rule) if isinstance(rule, dict) else {""} for rule in rules]
    return all(each <= _RULE_KEYS and each & _WHOM for each in keys)


def _are_rules(rules: object, *, strict: bool) -> bool:
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return False
    keys = {key for rule in rules for key in rule}
    if not isinstance(rules[0].get("result", ""), str) if rules else True:
        return False
    return not strict or (keys <= _RULE_KEYS and len(keys) > 1)


def _is_server(text: Text, name: str) -> bool:
    families = any(family in text.content for family in _FAMILIES)
    found = _DIRECTIVE.finditer(text.content) if families else ()
    hits = sum(1 for _ in zip(range(2), found, strict=False))
    suffix = name.rpartition(".")[2]
    named = _SERVER_NAME.search(name) is not None or suffix in {"cfg", "cf"} or ".cf." in name
    if hits:
        return named or text.embedded or hits > 1
    if name in {"xrootd.cfg", "xrootd.cf"}:
        any_directive = _ANY_DIRECTIVE.search(text.content) is not None
        return any_directive or _only_comments(text.content, "#")
    ours = named and ("xrootd" in text.file or "xcache" in text.file or "xrd" in text.file)
    return ours and _only_statements(text.content)


def _only_statements(content: str) -> bool:
    """Whether there are statements that set variables or choose, and nothing else."""
    found = False
    for line in _lines(content):
        if not _STATEMENT.match(line):
            return False
        found = found or not line.startswith("#")
    return found


def _is_authdb(text: Text, name: str) -> bool:
    if _AUTHDB_NAME.match(name):
        entries = _entries(text.content)
        fitting = sum(1 for line in entries if _AUTH_LINE.match(line) or has_placeholder(line))
        return 2 * fitting >= len(entries) if entries else _only_comments(text.content, "#")
    first = next(_lines(text.content), "")
    if not first.startswith("#") and not _STRICT_LINE.match(first):
        return False
    entries = _entries(text.content)
    return bool(entries) and all(_STRICT_LINE.match(line) for line in entries)


def _entries(content: str) -> list[str]:
    """The first lines that begin an entry, at most a hundred."""
    found: list[str] = []
    continued = False
    for line in _lines(content):
        if line.startswith("#"):
            continue
        if not continued:
            found.append(line[:_LONG])
        if len(found) >= _ENTRIES:
            break
        continued = line.endswith("\\")
    return found


def _only_comments(content: str, signs: str) -> bool:
    return all(line[0] in signs or "{{" in line or "<%" in line for line in _lines(content))


def _lines(content: str) -> Iterator[str]:
    """The lines that are neither blank nor directives of a template, stripped."""
    for found in _LINE.finditer(content):
        stripped = without_directives(found[0])[0].strip()
        if stripped:
            yield stripped
