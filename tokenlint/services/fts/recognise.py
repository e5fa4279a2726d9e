"""Which files are configurations of FTS3: that of its REST service and that of its server."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "fts"
REST: Final = "fts3restconfig"
SERVER: Final = "fts3config"

_NAME = re.compile(
    r"(?:fts-?3?-?rest-?config|fts-?3?rest\.conf|fts-rest\.conf|fts-?3?-?config)(?:[-._].*)?",
    re.IGNORECASE,
)
# What holds a configuration as a part, and what is read as something else.
_OTHERS = re.compile(
    r".*\.(?:md|mdx|markdown|rst|ya?ml|json|xml|html?|py|pl|sh|bash|spec|pp|rb|tf|cmake)"
    r"|(?:docker|container)file.*",
    re.IGNORECASE,
)
_REST_KEYS = re.compile(
    r"^[ \t]*(?:AuthorizedAudiences|ValidateAccessTokenOffline|JWKCacheSeconds|VerifyAudience"
    r"|TokenRefreshDaemonIntervalInSeconds|(?:Allow)?NonManagedTokens|\w+_OauthScopeFts)[ \t]*=",
    re.MULTILINE,
)
_SERVER_KEYS = re.compile(
    r"^[ \t]*(?:LogTokenRequests|TokenExchange(?:CheckInterval|BulkSize)"
    r"|TokenRefresh(?:CheckInterval|PollerInterval|SafetyPeriod|MarginPeriod)"
    r"|MaxUrlCopyProcesses|MinRequiredFreeRAM|TransferLogDirectory|StagingBulkSize)[ \t]*=",
    re.MULTILINE,
)
_COMMON = re.compile(r"^[ \t]*(?:DbConnectString|AuthorizedVO|SiteName|Alias)[ \t]*=", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*[^\s#;]", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """`fts3restconfig`, `fts3config`, None for a file of somebody else."""
    if not text.embedded and _OTHERS.fullmatch(text.name):
        return None
    content = text.content
    if _NAME.fullmatch(text.name):
        ours = any(each.search(content) for each in (_REST_KEYS, _SERVER_KEYS, _COMMON))
        if not ours and _ENTRY.search(content):
            return None
        return REST if "rest" in text.name.casefold() else SERVER
    if _REST_KEYS.search(content):
        return REST
    return SERVER if _SERVER_KEYS.search(content) and _COMMON.search(content) else None
