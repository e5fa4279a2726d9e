"""Names under which secrets are written, also where a letter of the name is wrong.

A key that the product does not know is shown with its line,
and the misspelt key of a secret is such a key.
"""

import re
from functools import cache

_WORDS = ("secret", "password", "passwd", "passphrase", "privatekey", "apikey")
_LAST_WORDS = ("token", "assertion", "cookie")  # within a name they say little: `authtokens`
_NO_LETTERS = re.compile(r"[^a-z]")
_SHORTEST = 5  # letters of a misspelt word: shorter ones are near too many others


@cache
def names_secret(key: str) -> bool:
    """Whether the value of a key, in any spelling of any product, is probably a secret."""
    letters = _NO_LETTERS.sub("", key.casefold())
    if letters.endswith(_LAST_WORDS) or any(word in letters for word in _WORDS):
        return True
    return any(
        _one_slip(letters[-length:], word)
        for word in _WORDS
        for length in (len(word) - 1, len(word))
        if _SHORTEST <= length <= len(letters)
    )


def _one_slip(written: str, word: str) -> bool:
    """Whether one letter is missing or wrong, or two neighbours have changed places."""
    if len(written) < len(word):
        return any(word[:at] + word[at + 1 :] == written for at in range(len(word)))
    wrong = [at for at, letter in enumerate(word) if letter != written[at]]
    at = wrong[0] if wrong else 0
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return len(wrong) == 1 or written == swapped
