"""The accounts that the tokens of a server come to."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Mapping, Subjects
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, MapRule
from tokenlint.services.xrootd.parts import Parts


def mappings(parts: Parts) -> tuple[Mapping, ...]:
    """How tokens come to the names of accounts."""
    found: list[Mapping] = []
    sections = parts.scitokens.value.issuers if parts.scitokens else ()
    for section in sections:
        found += [_rule(rule, section.url.text) for rule in section.mapfile or ()]
        found += _names(section)
    if parts.scitokens is None:
        found += [_rule(rule, "") for each in parts.mapfiles for rule in each.rules]
    return tuple(found)


def _rule(rule: MapRule, issuer: str) -> Mapping:
    subjects = Subjects.ANY
    if not rule.result.known:
        subjects = Subjects.UNKNOWN
    elif rule.sub is not None:
        subjects = Subjects.ONE
    elif rule.group is not None or rule.username is not None:
        subjects = Subjects.SOME
    return Mapping("name_mapfile", issuer, subjects, rule.result, rule.source)


def _names(section: IssuerSection) -> Iterator[Mapping]:
    """The name that a token gets where its scopes grant a request."""
    url = section.url.text
    if section.username_claim:
        account = Value("", section.source, known=False)
        yield Mapping(
            "username_claim", url, Subjects.ANY, account, section.source, chosen_by_token=True
        )
    elif section.map_subject:
        account = Value("", section.source, known=False)
        yield Mapping(
            "map_subject", url, Subjects.ANY, account, section.source, chosen_by_token=True
        )
    elif section.default_user is not None and "map_subject" not in section.open_keys:
        user = section.default_user
        yield Mapping("default_user", url, Subjects.ANY, user, user.source)
