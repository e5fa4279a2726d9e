"""Files of dCache, told by their name and by their content."""

import re
from pathlib import PurePosixPath

from tokenlint.services.text import Text

PRODUCT = "dcache"

GPLAZMA = "gplazma.conf"
DCACHE = "dcache.conf"
LAYOUT = "layout"
MULTIMAP = "multi-mapfile"
AUTHZDB = "storage-authzdb"
OMNISESSION = "omnisession.conf"
BAN = "ban.conf"
KPWD = "dcache.kpwd"

_TEMPLATES = frozenset({".epp", ".erb", ".j2", ".jinja", ".jinja2", ".tpl", ".tmpl", ".template"})
_OTHER = frozenset(
    ".md .rst .adoc .html .htm .xml .yaml .yml .json .py .java .scala .groovy .go .js .ts .c .cc "
    ".cpp .h .sh .bash .pl .rb .pp .toml .sql .csv .tsv .spec .service .diff .patch .log".split()
)
_HEAD = 400_000  # characters that decide; a configuration says sooner what it is
_MOST_LINES = 4_000
_SERVICES = (
    "admin|alarms|billing|bulk|chimera|cleaner(?:-disk|-hsm)?|dcap|frontend|ftp|gplazma|history"
    "|httpd|info|loginbroker|nfs|pinmanager|pnfsmanager|pool|poolmanager|qos(?:-[a-z]+)?|replica"
    "|resilience|spacemanager|srm|srmmanager|star|statistics|telemetry|topo|transfermanagers"
    "|webadmin|webdav|xrootd|zookeeper"
)
_SECTION = re.compile(rf"^[ \t]*\[[^\]\r\n/]{{1,200}}/(?:{_SERVICES})\][ \t]*\r?$", re.MULTILINE)
_KEY = re.compile(
    r"^[ \t]*(?:gplazma\.[a-z]"
    r"|dcache\.(?:authn|broker|db|enable|java|layout|log|macaroons|net|oidc|paths|pid|service|user"
    r"|zookeeper)\b"
    r"|(?:webdav|frontend|xrootd|dcap)\.(?:authn|authz|cell|enable|macaroons|net|plugins|plugin!"
    r"|redirect|root|security)\b)"
    r"[\w.!-]*[ \t]*[=:]",
    re.MULTILINE,
)
_DECLARATION = re.compile(
    r"^\((?:forbidden|immutable|obsolete|prefix|deprecated|one-of\?)", re.MULTILINE
)
_PLUGIN = re.compile(
    r"^[ \t]*(?:auth|map|account|session|identity)[ \t]+"
    r"(?:optional|required|requisite|sufficient)[ \t]+([\w-]+)(\.so\b)?",
    re.MULTILINE,
)
_AUTHORIZE = re.compile(
    r"^[ \t]*authorize[ \t]+\S+[ \t]+(?:read-(?:only|write)|\S*<%)", re.MULTILINE | re.IGNORECASE
)
_AUTHORIZE_TEMPLATE = re.compile(r"^[ \t]*authorize[ \t]+(?:<%|\{\{)", re.MULTILINE)
_BAN = re.compile(r"(?:ban[ \t]+[^:\s]+:|alias[ \t]+[^=\s]+=|ban[ \t]+<%|alias[ \t]+<%)")
_KPWD = re.compile(r"^[ \t]*(?:mapping[ \t]+[\"<]|login[ \t]+\S|passwd[ \t]+\S)", re.MULTILINE)
_KINDS = "dn|email|gid|group|fqan|kerberos|oidc|oidcgrp|uid|username|entitlement|op|role"
_PRINCIPAL = rf"(?:\"(?:{_KINDS}):[^\"\r\n]*\"|(?:{_KINDS}):(?:\"[^\"\r\n]*\"|[^\s\"]+))"
_MAPPING = re.compile(rf"{_PRINCIPAL}(?:[ \t]+{_PRINCIPAL})+[ \t]*(?:#.*)?")
_SESSION = re.compile(
    rf"(?:DEFAULT|{_PRINCIPAL})(?:[ \t]+(?:read-only|(?:root|home|prefix):/\S*|max-upload:\S+"
    r"|role:\S+))+[ \t]*"
)


def kind_of(text: Text) -> str | None:
    """What dCache calls such a file, None for what is none of dCache's."""
    name = plain_name(text.name)
    if not name or PurePosixPath(name).suffix.casefold() in _OTHER:
        return None
    head = text.content[:_HEAD]
    return _of_properties(name, head) or _of_plugins(name, head) or _of_lines(name, head)


def plain_name(name: str) -> str:
    """The name of a file in lower case, without the suffix of a template."""
    path = PurePosixPath(name)
    return (path.stem if path.suffix in _TEMPLATES else path.name).casefold()


def _of_properties(name: str, head: str) -> str | None:
    if _DECLARATION.search(head):
        return None  # the defaults that dCache ships, or a plugin's
    if "]" in head and _SECTION.search(head):
        return LAYOUT
    if ("=" in head or ":" in head) and _KEY.search(head):
        return DCACHE
    return DCACHE if name == "dcache.conf" and _only_comments(head) else None


def _of_plugins(name: str, head: str) -> str | None:
    found = list(_PLUGIN.finditer(head))
    if found and not any(each[2] or each[1].startswith("pam_") for each in found):
        return GPLAZMA
    return GPLAZMA if name == "gplazma.conf" and _only_comments(head) else None


def _of_lines(name: str, head: str) -> str | None:
    if _AUTHORIZE.search(head) or ("authzdb" in name and _AUTHORIZE_TEMPLATE.search(head)):
        return AUTHZDB
    if "kpwd" in name and _KPWD.search(head):
        return KPWD
    lines = _meaning(head)
    for kind, pattern, words in (
        (BAN, _BAN, ("banfile",)),
        (OMNISESSION, _SESSION, ("omnisession",)),
        (MULTIMAP, _MAPPING, ("multi-map", "multimap")),
    ):
        if _fits(pattern, lines, named=name == kind or any(word in name for word in words)):
            return kind
    return None


def _fits(pattern: re.Pattern[str], lines: list[str], *, named: bool) -> bool:
    """Whether all lines have the form; for a file of the product's own name, any or none."""
    whole = [line for line in lines if not _is_template(line)]
    if named:
        return not whole or any(pattern.match(line) for line in whole)
    match = pattern.match if pattern is _BAN else pattern.fullmatch
    return bool(whole) and all(match(line) for line in whole)


def _meaning(head: str) -> list[str]:
    lines = (line.strip() for line in head.splitlines()[:_MOST_LINES])
    return [line for line in lines if line and not line.startswith("#")]


def _is_template(line: str) -> bool:
    return "<%" in line or "{{" in line or "{%" in line


def _only_comments(head: str) -> bool:
    return not _meaning(head)
