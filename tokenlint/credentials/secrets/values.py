"""What a value is that stands under the name of a secret: one, a guessable one, or none.

Configurations are full of placeholders, names of files and words of a grammar in such places,
and a finding there is a false alarm; so whatever can be one of these is none.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from tokenlint.credentials.placeholder import has_placeholder
from tokenlint.credentials.secret_names import Trust

LONGEST = 8_192  # characters of a value that is looked at
_COMPLEX = 24  # characters from which on no separator makes noise a name
_SHORTEST_NOISE = 12
_SHORTEST_MIXED = 16
_CHANGES = 0.4  # of neighbours in noise that are of different classes


class Standing(Enum):
    """How much a value is a secret."""

    NONE = "none"
    GUESSABLE = "guessable"  # a default, or words that everybody tries
    HASHED = "hashed"  # a hash: nobody can log in with it as it stands
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Written:
    """A value without quotes and comments, and its offset in what was written.

    `extent` is the length of what was written, where that is not the text itself.
    """

    text: str
    start: int
    quoted: bool = False
    extent: int = 0

    @property
    def length(self) -> int:
        """Characters that it takes in the file."""
        return self.extent or len(self.text)


def bare(written: str) -> Written:
    """The value in the rest of a line: without quotes, comment, comma or semicolon."""
    opening = _OPENING.match(written)
    if opening:
        close = written.find(opening[1], opening.end())
        text = written[opening.end() : close if close >= 0 else len(written)]
        return Written(
            text.rstrip("\\") if opening[1][0] == "\\" else text, opening.end(), quoted=True
        )
    comment = _COMMENT.search(written)
    text = written[: comment.start()] if comment else written
    return Written(text.rstrip(" \t,;"), 0)


_OPENING = re.compile(r"""(\\?["'])""")
_COMMENT = re.compile(r"\s[#;]|\s//|\s<!--")


def standing(written: Written, trust: Trust, name: str = "") -> Standing:
    """What a value is under a name of this kind."""
    value = written.text
    if _HASH.match(value):
        return Standing.HASHED
    if not value or len(value) > LONGEST or _is_none(written):
        return Standing.NONE
    if value.casefold() in _WELL_KNOWN and trust is not Trust.RANDOM:
        # `secretKey: password` of an ExternalSecret names an entry
        named = trust is Trust.ODD and name.casefold().endswith("key")
        return Standing.NONE if named else Standing.GUESSABLE
    if noise(value) and not _same(value, name):
        return Standing.SECRET
    return _of_words(value, trust, name)


def _of_words(value: str, trust: Trust, name: str) -> Standing:
    """What a value is that people can remember; `secret: my-database` names another thing."""
    is_name = trust is Trust.ODD and not _ONE_ODD_WORD.search(value)
    if trust is Trust.RANDOM or is_name or _same(value, name):
        return Standing.NONE
    simple = len(value) <= _LONGEST_GUESS and _GUESSABLE.fullmatch(value)
    if simple or _COMMON.fullmatch(value.casefold()):
        return Standing.GUESSABLE
    return Standing.SECRET


_LONGEST_GUESS = 20
_ONE_ODD_WORD = re.compile(r"^(?=.*\d)[^-_.]+$")
_WELL_KNOWN = frozenset(
    "secret password passw0rd p@ssw0rd p@ssword pass passwd admin administrator root test testing"
    " guest user changeit default 123456 12345678 1234 12345 123456789 qwerty letmein minioadmin"
    " supersecret supersecretpassword topsecret secret123 password123 password1 secret1"
    " admin123 test123".split()
)
_GUESSABLE = re.compile(r"[A-Za-z]?[a-z]*(?:[-_.][A-Za-z]?[a-z]*)*\d{0,4}!?")
_COMMON = re.compile(
    r"(?>(?:my|the|a|super|very|top|secret|password|passwd|pass|admin|root|test|user|client|key|"
    r"token|demo|default|rucio|storm|dirac|keycloak|postgres|mysql|minio|fts|iam|dev|local)[-_]?)+"
    r"\d{0,4}!?"
)
_HASH = re.compile(  # crypt(5), LDAP (RFC 2307), and what Spring and Django write before a hash
    r"\$(?:1|2[abxy]?|5|6|7|y|gy|argon2\w{1,2}|scrypt|pbkdf2[\w-]*|apr1|sha1)\$\S+"
    r"|\{(?:s?sha(?:\d+)?|s?md5|crypt|bcrypt|pbkdf2|argon2|scrypt)\}\S+|pbkdf2_sha\d+\$\S+",
    re.IGNORECASE,
)


def noise(value: str) -> bool:
    """Whether a value looks like something that a machine made up."""
    if _HEX.fullmatch(value) or _UUID.fullmatch(value):
        return True
    if not _SIGNS.fullmatch(value):
        return False
    parts = [value] if "+" in value or "=" in value else _SEPARATORS.split(value)
    if len(value) >= _COMPLEX and _changes(value) >= _CHANGES and _all_classes(value):
        return True
    return any(_noisy(part) for part in parts)


_HEX = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}|(?=[A-F]*\d)(?=\d*[A-F])[0-9A-F]{16,}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SIGNS = re.compile(r"[A-Za-z0-9+/=_.~!@#$%^&*-]{12,}")
_SEPARATORS = re.compile(r"[-_./]")


def _noisy(part: str) -> bool:
    if len(part) >= _SHORTEST_MIXED and len(_DIGITS.findall(part)) >= _SCATTERED:
        return True
    if len(part) < _SHORTEST_NOISE or _changes(part) < _CHANGES:
        return False
    mixed = len(part) >= _SHORTEST_MIXED and part not in {part.lower(), part.upper()}
    return mixed or _DIGITS.search(part) is not None


_DIGITS = re.compile(r"\d+")
_SCATTERED = 3  # groups of digits in one word; names of versions and years have fewer


def _all_classes(value: str) -> bool:
    tests = (str.islower, str.isupper, str.isdigit)
    return all(any(map(test, value)) for test in tests)


def _changes(value: str) -> float:
    """The share of neighbours that are of different classes: 0.6 in base64, 0.3 in CamelCase."""
    classes = _LETTER_CASE.sub("a", _UPPER.sub("A", _DIGIT.sub("0", value)))
    pairs = sum(one != other for one, other in pairwise(classes))
    return pairs / max(1, len(value) - 1)


_LETTER_CASE, _UPPER, _DIGIT = re.compile("[a-z]"), re.compile("[A-Z]"), re.compile(r"\d")


def _same(value: str, name: str) -> bool:
    """Whether a value only says the name again: `client_secret = CLIENT-SECRET`."""
    letters = _NO_LETTERS.sub("", value.casefold())
    return bool(letters) and letters in _NO_LETTERS.sub("", name.casefold())


_NO_LETTERS = re.compile(r"[^a-z0-9]")


def _is_none(written: Written) -> bool:
    """Whether something else than a secret may stand there."""
    value = written.text
    if has_placeholder(value) or any(pattern.search(value) for pattern in _NOT_ONE):
        return True
    if any(pattern.fullmatch(value) for pattern in (_GRAMMAR, _EMPTY)):
        return True
    if _PATH.fullmatch(value) and _LETTERS.search(value) and not _ENCODED.search(value):
        return True
    return not written.quoted and _CODE.search(value) is not None


_FILLED_IN = re.compile(
    r"^\{.*\}$|^<|>$|^\[|\]$|\.\.\.|…|`|^__.*__$|^%\(|^ENC[(\[]|^\$ANSIBLE"  # or encrypted
)
_MARKED = re.compile(
    r"redacted|removed|hidden|masked|censored|sanitized|omitted|obfuscated|anonymi[sz]ed"
    r"|chang[-_]?e?[-_]?(?:me|this)|replace|override|overwrite|placeholder|dummy|example|sample"
    r"|to[-_]?do\b|fix[-_]?me|insert[-_]|define[-_]|fill[-_]|enter[-_]|put[-_]|set[-_]?me|made[-_]?up"
    r"|your|(?:^|[-_])(?:my|some|a|the|this|any)[-_]|goes[-_]?here|not[-_](?:set|shown|used)|unset"
    r"|undefined|unknown|invalid|fake|mock|(?:^|[-_])(?:foo|bar|baz)(?:[-_]|\d*$)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"x{3,}|X{3,}|\*{3,}|^(.)\1*$")
_REFERENCE = re.compile(
    r"^[a-z][\w+.-]{0,30}://|^(?:file|env|exec|vault|secret|ref|op|arn|ssm|awssm|gcpsm|sops|base64):"
    r"|^!\w|^ref\+|^[A-Za-z]:\\",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?(?:/[\w.@%+-]+)+/?|[\w.-]+(?:/[a-z.-]+)+")
_LETTERS = re.compile(r"[a-z]{2}")
_ENCODED = re.compile(r"\+|=$")
_EMPTY = re.compile(r"[^A-Za-z0-9]*")
_FILE = re.compile(
    r"\.(?:pem|key|pub|crt|cert|txt|json|jwks?|ya?ml|conf|cfg|ini|secret|token|p12|jks|env|xml|sh|py"
    r"|d|db|tpl|tmpl|in)$",
    re.IGNORECASE,
)
_CODE = re.compile(r"[()\[\]{}<>|]|->|::|==(?=.*\w)|^[$%@&*]\w+$|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$")
_SPACE = re.compile(r"\s")  # prose
_NOT_ONE = (_SPACE, _FILLED_IN, _MARKED, _REPEATED, _REFERENCE, _FILE)
_GRAMMAR = re.compile(
    r"true|false|yes|no|on|off|null|none|nil|y|n|enabled?|disabled?|required|optional|mandatory"
    r"|string|str|int|integer|bool|boolean|number|object|bytes|plain|basic|bearer|digest|opaque"
    r"|jwt|uuid|random|generated?|auto|automatic|self|file|env|header|body|query|cookie|session"
    r"|prompt|ask|interactive|stdin|external|discovered?|inherit(?:ed)?|\w+[-_]file"
    r"|client_secret_(?:basic|post|jwt)|private_key_jwt|self-contained|reference|url|uri"
    r"|\d+(?:\.\d+)?(?:ms|[smhdwy]|min|hours?|days?|bits?|bytes?|[kmg]i?b)?|P\d*[DTYWM][\dHMSD]*",
    re.IGNORECASE,
)
