"""Text that came from outside, made harmless for the place where it is shown.

File names, claims and messages may hold anything an attacker chose.
Nothing here drops a character silently: what cannot be shown is spelled out as in Python.
As a last line of defence every function also veils the signature of whatever looks like a token.
"""

import re

_LONGEST = 4_000  # characters of one text that a person is shown; the JSON report holds all

# The first part of a compact JWS or JWE is the base64url form of `{` and what may follow it.
# What follows is veiled character by character, so that columns stay.
# The look around keeps the work linear: each word is entered at its beginning, and only with a dot.
_TOKEN = re.compile(
    r"(?<![\w-])(?=[\w-]++\.)([\w-]*?e(?:y[A-L]|wo[giJ]|wk[gi]|w0K)[\w-]*+\.)([\w.-]++)", re.ASCII
)
_SHORTEST_CLAIMS = 16  # characters; what is shorter may be the ending of a file name

# Words that build systems obey inside a log line: `##[group]`, `##vso[...]`, `##teamcity[...]`.
LOG_COMMAND = re.compile(r"#(?=#\w*\[)")

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^=:@])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Not compiled here: a class of all planes takes milliseconds, and only JUnit needs it.
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def veil(text: str) -> str:
    """The same text with the signature of every token-like word replaced by asterisks.

    A token without a signature is as good as its claims, as a refresh token often is:
    of such a word the claims are replaced.
    """
    return _TOKEN.sub(_veiled, text)


def _veiled(token: re.Match[str]) -> str:
    claims, dot, signature = token[2].partition(".")
    if not signature.strip(".") and len(claims) >= _SHORTEST_CLAIMS:
        claims = "*" * len(claims)
    return f"{token[1]}{claims}{dot}{'*' * len(signature)}"


def encodable(text: str) -> str:
    """Veiled, and with lone surrogates (as in undecodable file names) spelled out."""
    return veil(text).encode("utf-8", "backslashreplace").decode("utf-8")


def visible(text: str) -> str:
    """One line that shows every character: control, format and separator characters spelled out.

    Nothing in it moves a cursor, changes a colour, reverses a direction or starts a new line.
    """
    text = veil(text)
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else spelled(sign) for sign in text)


def spelled(sign: str) -> str:
    r"""An unprintable character as its escape sequence: `\n`, `\x1b`, `\u202e`."""
    return sign.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """`visible` for a log that people and build systems read: commands broken, length bounded."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}... ({len(text) - _LONGEST} more characters)"
    return LOG_COMMAND.sub(r"#\\x23", visible(text)) if "##" in text else visible(text)


def log_line(line: str) -> str:
    """A whole line of output that no runner takes for a workflow command (`::set-env ...`)."""
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}\\x3a{line[start + 1 :]}" if line.startswith("::", start) else line


def xml_text(text: str) -> str:
    """Text that an XML 1.0 document can hold; line breaks stay, the rest is spelled out."""
    return re.sub(_NOT_XML, lambda found: spelled(found[0]), veil(text).replace("\r", "\\r"))


def markdown(text: str) -> str:
    """Literal text within a Markdown paragraph, list item or table cell, on one line."""
    return _MARKDOWN.sub(r"\\\1", one_line(text)).translate(_ENTITIES)


def markdown_code(text: str) -> str:
    """A code span that holds exactly this text, whatever back-ticks and bars it has; one line."""
    shown = one_line(text).replace("|", "\\x7c")
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
