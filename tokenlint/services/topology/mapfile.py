"""`Credentials.TokenIssuers`: the lines of the map file that compute elements get.

An entry with `Subject` is for one subject of the issuer, one without it for all.
Source: `bin/get-scitokens-mapfile` (commit caac9bb).
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, Issuer, Mapping, Subjects
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value


def mapping(entry: Node) -> Mapping | None:
    """One line of the map file; None for an entry that the generator makes a comment of."""
    url, user = entry.text("URL"), entry.text("DefaultUnixUser")
    if url is None or user is None or not url.text or not user.text:
        return None
    subject = entry.text("Subject")
    subjects = Subjects.ONE if subject is not None and subject.text else Subjects.ANY
    return Mapping("TokenIssuers", url.text, subjects, user, url.source)


def issuers_of(entries: tuple[Node, ...]) -> Iterator[Issuer]:
    """The issuers of the entries, each once."""
    seen: set[str] = set()
    for entry in entries:
        url = entry.text("URL")
        if url is not None and url.text and url.text not in seen:
            seen.add(url.text)
            yield Issuer(url, url, url.source)


def without_effect(entries: tuple[Node, ...]) -> Iterator[Dead]:
    """Entries that make no line of the map file, or one that is never reached."""
    seen: dict[tuple[str, str], Value] = {}
    for entry in entries:
        url, user = entry.text("URL"), entry.text("DefaultUnixUser")
        name = url or user or entry.text("Description")
        if name is None:
            continue
        if url is None or user is None or not url.text or not user.text:
            lacks = "URL" if url is None or not url.text else "DefaultUnixUser"
            yield Dead(
                "ignored-value", name, f"the generator leaves out an entry without `{lacks}`"
            )
            continue
        subject = entry.text("Subject")
        key = (url.text, subject.text if subject else "")
        earlier = seen.get(key) or seen.get((url.text, ""))
        if earlier is not None and url.known and (subject is None or subject.known):
            same = "is for the same issuer and subject" if key in seen else "takes every subject"
            says = f"an earlier entry {same}, and the first line of a map file wins"
            yield Dead("shadowed", url, says, earlier.source)
        seen.setdefault(key, url)
