"""The grammar of the lines of XRootD that tell of accesses, one pattern each.

Sources, XRootD 5 (`src/`): `XrdSys/XrdSysError.cc` (time, thread, who speaks),
`XrdAcc/XrdAccAudit.cc` and `XrdAccAccess.cc` (commits a0004a7, 0390b4c: `grant` and `deny`, the
names of operations), `XrdSciTokens/XrdSciTokensAccess.cc` (commit 89bf810: tokens and grants),
`XrdOfs/XrdOfs.cc` (refusals, `fn=`), `XrdXrootd/XrdXrootdXeq.cc` (login, disc).
Compared with what a server of 5.5.3 (Debian 5.5.3-1) wrote in our run.
"""

import re
from typing import Final

LINE: Final = re.compile(
    r"(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d) (?P<clock>\d\d:\d\d:\d\d)(?P<fraction>\.\d{1,9})? "
    r"(?P<thread>\d{1,10}) (?P<said>.*)",
    re.ASCII,
)
CUT: Final = re.compile(r"\d{6} \d\d:", re.ASCII)
"""How a line begins; what begins so and does not fit was cut."""
_WHO: Final = r"(?P<who>[^\s:]{1,128}:\d{1,9}@[^\s]{1,255})"
AUDIT: Final = re.compile(
    rf"acc_Audit: (?:{_WHO} )?(?P<verdict>grant|deny) (?P<kind>\S{{1,32}}) "
    r"(?P<user>.{0,512}?)@(?P<host>\S{1,255}) "
    r"(?P<operation>any|chmod|chown|create|delete|insert|lock|mkdir|read|readdir|rename|stat|update"
    r"|excl_create|excl_insert|stage|poll|\?\?\?) (?P<path>/.*)"
)
GRANT: Final = re.compile(
    r"scitokens_Access: Grant authorization based on scopes for operation=(?P<operation>\w+), "
    r"path=(?P<path>/.*)"
)
TOKEN: Final = re.compile(
    r"scitokens_Access: (?:New valid|Cached) token mapped_username=(?P<user>.{0,512}?), "
    r"subject=(?P<subject>.{0,1024}?), issuer=(?P<issuer>[^,]{0,1024})"
    r"(?:, groups=(?P<groups>.{0,8192}?))?(?:, authorizations=.*)?"
)
REFUSED: Final = re.compile(
    rf"ofs_\w+: {_WHO} "
    r"Unable to (?P<verb>open directory|\w{1,32}) (?P<path>/.*); permission denied"
)
LOGIN: Final = re.compile(
    rf"Xrootd(?:Xeq|Bridge): {_WHO} (?:(?:pvt|pub) IP\S+ )?(?:TLSv?\S+ )?login(?: as (?P<user>.*))?"
)
HEADER: Final = re.compile(
    r"http_Protocol: +rc:\d+ got hdr line: (?i:authorization): (?P<value>.*)", re.ASCII
)
REQUEST: Final = re.compile(r"http_Protocol: +Parsing first line: .*", re.ASCII)
GONE: Final = re.compile(rf"XrootdXeq: {_WHO} disc .*")
SPEAKER: Final = re.compile(
    r"(?:[+-]{6} |Xr[do]\w+: |(?:acc|ofs|oss|sec|http|cms|pfc|pss|TPC|scitokens)_\w+: ).*", re.ASCII
)
"""Parts of the server that write such lines, most of them about no access."""
TRACE: Final = re.compile(rf"{_WHO} (?:ofs_\w+|Xrootd_Protocol): (?P<rest>.*/.*)")

OPERATIONS: Final = {
    "create": "create",
    "excl_create": "create",
    "delete": "delete",
    "del": "delete",
    "mkdir": "mkdir",
    "read": "read",
    "readdir": "list",
    "dir": "list",
    "rename": "rename",
    "mv": "rename",
    "stat": "stat",
    "update": "overwrite",
    "stage": "stage",
    "poll": "poll",
}
"""Names of `XrdAccAccess.cc`, and the shorter ones of `XrdSciTokensAccess.cc`."""
TARGETS: Final = frozenset({"insert", "excl_insert"})
"""What the new name of a rename is authorized for, after the old one."""
VERBS: Final = {
    "create": "create",
    "remove": "delete",
    "mkdir": "mkdir",
    "rename": "rename",
    "renaming": "rename",
    "stat": "stat",
    "locate": "stat",
    "truncate": "overwrite",
    "open directory": "list",
}
"""Of refusals; an `open` may be one for reading or for changing, and stays without an operation."""
