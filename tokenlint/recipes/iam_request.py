"""A request to the token endpoint of INDIGO IAM with curl, and where its secrets come from.

No secret stands among the arguments, which every user of a machine can read:
curl takes name and secret of the client from a netrc file (`--netrc-file`), and a token from
standard input (`name@-` of `--data-urlencode`), without the line break that a file may end with.
The answer holds tokens, so it goes to a file that only its owner can read.

Source: curl, docs/cmdline-opts/data-urlencode.md, netrc-file.md; RFC 6749 sections 4.4 and 6;
RFC 8693 section 2.1; IAM at 075042c1 takes `audience` in each of these requests
(`BaseAccessTokenBuilder`: hasAudienceRequest, hasRefreshTokenAudienceRequest), with blanks between.
"""

from collections.abc import Sequence
from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.recipes.recipe import Written
from tokenlint.recipes.writable import issuer_of
from tokenlint.recipes.writing import audience_text, lifetime_of, quoted, scope_text

_SAFE: Final = (
    "curl",
    "--fail",
    "--silent",
    "--show-error",
    "--globoff",
    "--proto '=https'",
    '--netrc-file "${IAM_NETRC:?}"',
)


def request(
    token: LeastToken, fields: Sequence[tuple[str, str]], held: tuple[str, str] | None = None
) -> Written:
    """The request; `held` names a field and the variable that holds the path of its token.

    Raises InexpressibleError where the issuer is no https address.
    """
    address = issuer_of(token)
    endpoint = quoted(f"{address}/token") if address else '"${IAM_ISSUER:?}/token"'
    told = (*fields, ("scope", scope_text(token)), ("audience", audience_text(token)))
    parts = [*_SAFE, *(f"--data-urlencode {quoted(f'{name}={text}')}" for name, text in told)]
    feed = ""
    if held is not None:
        field, variable = held
        parts.append(f"--data-urlencode {field}@-")
        feed = f"tr -d '\\r\\n' < \"${{{variable}:?}}\" | "
    parts += ['--output "${TOKEN_RESPONSE:?}"', f"--url {endpoint}"]
    joined = " \\\n    ".join(parts)
    clean = 'rm -f -- "${TOKEN_RESPONSE:?}"'  # an old file would keep its mode
    return Written(f"(\n  umask 077\n  {clean}\n  {feed}{joined}\n)\n", tuple(_notes(token, held)))


def _notes(token: LeastToken, held: tuple[str, str] | None) -> list[str]:
    notes = [
        (
            "IAM_NETRC is the path of a file of mode 600 with one line: "
            "machine HOST login CLIENT-ID password CLIENT-SECRET."
        ),
        "TOKEN_RESPONSE is the file that the answer goes to; access_token in it is the token.",
        (
            "IAM takes no lifetime in a request; access_token_validity_seconds of the client does: "
            f"set it to {token.lifetime}, for {lifetime_of(token)}."
        ),
    ]
    if held is not None:
        notes.insert(0, f"{held[1]} is the path of a file with the token; it is read, not shown.")
    if token.issuer is None:
        notes.append(
            "No issuer is declared: IAM_ISSUER is its address, without a slash at the end."
        )
    return notes
