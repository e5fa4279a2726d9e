"""The chain of a proxy: in which order it is presented, and whether each link fits.

What is checked is RFC 3820 section 4, inside of what is presented.
Whether the authority above it is trusted cannot be told from the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tokenlint.credentials.proxy.attributes import Signed
from tokenlint.credentials.proxy.certificate import Loaded
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.proxy import Form
from tokenlint.credentials.proxy.signature import signed_by

_REFUSED = {
    Signed.BROKEN: DefectKind.SIGNATURE,
    Signed.UNCHECKED: DefectKind.SIGNATURE_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates from the one that is used upward, and what does not fit."""

    links: tuple[Loaded, ...]
    strays: int
    defects: tuple[Defect, ...]


def chain_of(presented: Sequence[Loaded]) -> Chain:
    """Put the certificates in order and check each link.

    The first one of a file is the one that is used: so TLS presents it (RFC 8446 section 4.4.2).
    """
    links = _in_order(presented)
    defects = [Defect(kind, place) for place, link in enumerate(links) for kind in link.defects]
    defects += _order(presented, links)
    for place, (link, issuer) in enumerate(pairwise(links)):
        defects += (Defect(kind, place) for kind in _link(link, issuer))
    if links and links[-1].kept.form.is_proxy:
        defects.append(Defect(DefectKind.ISSUER_MISSING, len(links) - 1))
    defects += _path_lengths(links)
    return Chain(tuple(links), len(presented) - len(links), tuple(defects))


def _in_order(presented: Sequence[Loaded]) -> list[Loaded]:
    """From the first certificate to the issuer of each, as long as one of the file is that."""
    if not presented:
        return []
    links, rest = [presented[0]], list(presented[1:])
    while rest and (issuer := _issuer_of(links[-1], rest)) is not None:
        links.append(issuer)
        rest.remove(issuer)
    return links


def _issuer_of(link: Loaded, candidates: Sequence[Loaded]) -> Loaded | None:
    """The one of the issuer's name; of several the one whose key signed."""
    wanted = link.kept.issuer
    if wanted.same(link.kept.subject):
        return None  # signed by itself
    named = [each for each in candidates if each.kept.subject.same(wanted)]
    if len(named) > 1:
        named.sort(key=lambda each: signed_by(link, each) is not Signed.FITS)
    return named[0] if named else None


def _order(presented: Sequence[Loaded], links: Sequence[Loaded]) -> Iterator[Defect]:
    """A file whose order is not that of the chain, or whose first certificate signed another."""
    in_file = [id(each) for each in presented if any(each is link for link in links)]
    first = presented[0].kept if presented else None
    below = [each for each in presented[1:] if first and each.kept.subject.extends(first.subject)]
    if in_file != [id(link) for link in links] or any(each.kept.form.is_proxy for each in below):
        yield Defect(DefectKind.OUT_OF_ORDER)


def _link(link: Loaded, issuer: Loaded) -> Iterator[DefectKind]:
    outcome = signed_by(link, issuer)
    if outcome in _REFUSED:
        yield _REFUSED[outcome]
    mine, above = link.kept.form, issuer.kept.form
    if not mine.is_proxy:
        return
    if issuer.authority:
        yield DefectKind.ISSUER_IS_AUTHORITY
    if above.is_proxy and above is not mine:
        yield DefectKind.MIXED_FORMS
    if not issuer.may_sign and above is not Form.AUTHORITY:
        yield DefectKind.KEY_USAGE


def _path_lengths(links: Sequence[Loaded]) -> Iterator[Defect]:
    """Proxies with more proxies below them than they allow (RFC 3820 section 3.8.1)."""
    proxies = [place for place, link in enumerate(links) if link.kept.form.is_proxy]
    for below, place in enumerate(proxies):
        allowed = links[place].kept.path_length
        if allowed is not None and below > allowed:
            yield Defect(DefectKind.PATH_LENGTH, place, f"{below} follow, {allowed} may")
