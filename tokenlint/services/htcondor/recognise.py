"""Which files belong to HTCondor or HTCondor-CE, and what they are.

A mapfile is known by a line with an authentication method of HTCondor,
a configuration by its macro syntax together with names that only HTCondor has.
"""

import re

from tokenlint.services.text import Text

PRODUCT = "htcondor"

MAPFILE = "mapfile"
CONFIG = "condor-config"
VALIDATOR = "egi-check-in-validator.ini"
SCRIPT = "token commands"

METHODS = (
    "SCITOKENS",
    "SSL",
    "GSI",
    "FS",
    "FS_REMOTE",
    "KERBEROS",
    "CLAIMTOBE",
    "MUNGE",
    "PASSWORD",
    "NTSSPI",
    "ANONYMOUS",
    "TOKEN",
    "IDTOKENS",
)
_TEMPLATE = re.compile(r"\.(?:erb|epp|j2|jinja2?|tmpl|tpl|template|in)$", re.IGNORECASE)
# A principal in quotes, between slashes, or one word that no prose has.
_MAP_LINE = re.compile(
    rf"(?:{'|'.join(METHODS)})[ \t]+"
    r"(?:\"[^\"]+\"|/.*/[iU]*|(?=[\w:-]*[/.*^,=@(\\{<])\S+)[ \t]+"
    r"(?:[\w\\\"<$][^\s=]*|\{\{[^{}]*\}\}\S*|<%[^<>%]*%>\S*)[ \t\"]*$"
)
_INCLUDE = re.compile(r"@include[ \t]+\S")
_ASSIGNMENT = re.compile(r"[A-Za-z_][\w.{}<>% -]{0,120}[ \t]*(?:@?=)")
# Names that nothing but HTCondor has; of the others one alone is not enough.
_KNOB = re.compile(
    r"""(?:[A-Za-z_]\w*\.)?(?:
    SEC_(?:DEFAULT|CLIENT|READ|WRITE|DAEMON|ADMINISTRATOR|NEGOTIATOR|CONFIG|OWNER|ADVERTISE_\w+)
      _(?:AUTH|ENCR|INTEG|NEGO|CRYPTO|SESSION)\w*
    |SEC_(?:SCITOKENS|CREDENTIAL_(?:DIR|MON|STORER|PROD|SWEEP)|TOKEN_(?:SYSTEM|POOL|ISSUER|REVOC))\w*
    |SEC_(?:TOKEN_(?:MAX_AGE|REQUEST|BLACKLIST|FETCH)|IMPERSONATION|ENABLE_TOKEN|CLAIMTOBE)\w*
    |(?:HOSTALLOW|HOSTDENY)_\w+ | (?:ALLOW|DENY)_(?:DAEMON|ADMINISTRATOR|NEGOTIATOR|ADVERTISE_\w+)
    |SCITOKENS_SERVER_\w+ | LOCAL_CREDMON_\w+ | VAULT_CREDMON_\w+ | CREDMON_OAUTH\w*
    |TRUSTED_VAULT_HOSTS | CERTIFICATE_MAPFILE\w* | AUTH_SSL_(?:SERVER|CLIENT|ALLOW|REQUIRE|USE)\w*
    |LEGACY_ALLOW_SEMANTICS | JOB_ROUTER_(?:CREATE_IDTOKEN|IDTOKEN_REFRESH)\w*
    |UNMAPPED_USERS | QUEUE_SUPER_USERS | CREDD_OAUTH_MODE | SCHEDD\.\w+ | COLLECTOR\.\w+
    )(?:\{\{[^{}]*\}\})?[ \t]*@?="""
    r"|ALL_DEBUG[ ]*=[ ]*D_",
    re.VERBOSE | re.IGNORECASE,
)
_COMMON_KNOB = re.compile(
    r"""(?:[A-Za-z_]\w*\.)?(?:
    (?:ALLOW|DENY)_(?:READ|WRITE|CONFIG|OWNER|CLIENT) | TRUST_DOMAIN | UID_DOMAIN | DAEMON_LIST
    |SSL_SKIP_HOST_CHECK | SEC_TOKEN_DIRECTORY | SEC_PASSWORD_\w+ | SCITOKENS_FILE | SEC_USE_\w+
    |COLLECTOR_HOST | CONDOR_HOST | FILESYSTEM_DOMAIN | TRUST_UID_DOMAIN
    )[ \t]*=""",
    re.VERBOSE | re.IGNORECASE,
)
_RULE = re.compile(r"[\w.@-]+=\S+ https?://\S+ \S+ \S+ \S+")
_SECTION = re.compile(r"\[[\w .:/-]+\]$")
_FOLDER = re.compile(r"condor(?:[-_]?ce)?/(?:[^/]+/)*config\.d/")
_USE = re.compile(r"use[ \t]+(?:security|feature|role|policy)[ \t]*:", re.IGNORECASE)
_SHEBANG = re.compile(r"#!\s*/\S*?(?:/env\s+)?(?:ba|da|k|z)?sh\b")
_TOKEN_COMMAND = re.compile(
    r"^[ \t]*(?:sudo[ \t]+(?:-\S+[ \t]+(?:\w+[ \t]+)?)?)?(?:/\S*/)?"
    r"condor(?:_ce)?_token_(?:create|request_auto_approve)[ \t]+[-\\]",
    re.MULTILINE,
)
_HINTS = (
    "SCITOKENS SEC_ ALLOW_ DENY_ CREDMON TRUSTED_VAULT_HOSTS CERTIFICATE_MAPFILE AUTH_SSL_ "
    "SSL_SKIP_HOST_CHECK TRUST_DOMAIN JOB_ROUTER_ UNMAPPED_USERS QUEUE_SUPER_USERS UID_DOMAIN "
    "DAEMON_LIST CREDD_ @include GSI SSL KERBEROS CLAIMTOBE [mappings] use compute. urn:"
).split()
_BLANKS_OF_A_RULE = 3
_OTHERS = (".md", ".mdx", ".rst", ".html", ".yaml", ".yml", ".json", ".py", ".sh")
_LOOKED_AT = 65_536
_LONG = 4_000
_COMMENTS = ("#", ";")
_MARKUP = ("<", "---", "- ", "* ", "```", "{%", "//")


def kind_of(text: Text) -> str | None:
    """What HTCondor calls this file, None where it is not one of its files."""
    name = _TEMPLATE.sub("", text.name).lower()
    if name.endswith("egi-check-in-validator.ini"):
        return VALIDATOR
    if _is_script(name, text):
        return SCRIPT
    if name.endswith(_OTHERS) or not _may_be(text):
        return None
    return _by_content(name, text)


def _by_content(name: str, text: Text) -> str | None:
    lines = [line.strip()[:_LONG] for line in text.content[:_LOOKED_AT].splitlines()]
    written = [line for line in lines if line and not line.startswith(_COMMENTS)]
    if not written:
        return _blank(name, text.file.lower(), text.content)
    if _is_validator(written):
        return VALIDATOR
    if _is_mapfile(name, written):
        return MAPFILE
    return CONFIG if _is_config(name, text.file.lower(), written) else None


def _is_script(name: str, text: Text) -> bool:
    """A shell script that creates tokens; what documentation shows is no script."""
    if text.embedded or "_token_" not in text.content or "condor" not in text.content:
        return False
    shell = name.endswith(".sh") or _SHEBANG.match(text.content[:80])
    return bool(shell) and _TOKEN_COMMAND.search(text.content[:_LOOKED_AT]) is not None


def _may_be(text: Text) -> bool:
    """A quick look, for all the files that are nothing of the kind."""
    if "\0" in text.content[:_LONG]:
        return False
    return "condor" in text.file.lower() or any(hint in text.content for hint in _HINTS)


def _is_mapfile(name: str, written: list[str]) -> bool:
    directives = [line for line in written if not line.startswith(("{{", "{%", "<%", "@"))]
    fitting = [line for line in directives if _MAP_LINE.match(line)]
    if fitting:
        return len(fitting) * 2 >= len(directives)
    return "mapfile" in name and any(_INCLUDE.match(line) for line in written)


def _is_config(name: str, file: str, written: list[str]) -> bool:
    if any(_SECTION.match(line) for line in written):
        return False
    if written[0].startswith(_MARKUP) and not written[0].startswith(("{%", "<%")):
        return False
    if name.startswith(("condor_config", "condor-ce_config")) or _FOLDER.search(file):
        return any(_ASSIGNMENT.match(line) for line in written)
    if any(_KNOB.match(line) or _USE.match(line) for line in written):
        return True
    return sum(1 for line in written if _COMMON_KNOB.match(line)) > 1


def _is_validator(written: list[str]) -> bool:
    """Section `mappings`, or nothing but rules: subject, issuer, audience, scope, group."""
    if all(_RULE.fullmatch(line) for line in written):
        return True
    return "[mappings]" in written and any(
        line.count(" ") >= _BLANKS_OF_A_RULE and "=" in line and "://" in line for line in written
    )


def _blank(name: str, file: str, content: str) -> str | None:
    """A file that holds nothing but comments."""
    if name == "condor_mapfile" or "mapfiles.d/" in file:
        return MAPFILE
    if _FOLDER.search(file) or name == "condor_config":
        return CONFIG
    named = re.search(r"(?m)^[#;][ \t]*SCITOKENS[ \t]+/", content)
    if named:
        return MAPFILE
    bare = (line.lstrip("#; \t") for line in content[:_LOOKED_AT].splitlines())
    return CONFIG if "condor" in file and any(_KNOB.match(line) for line in bare) else None
