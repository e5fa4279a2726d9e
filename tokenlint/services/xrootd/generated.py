"""Configurations of XRootD that another product writes from its own."""

from tokenlint.services.acceptance import Issuer
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection


def section(issuer: Issuer, groups_claim: str = "wlcg.groups") -> IssuerSection:
    """The section that a generator writes for an issuer: its areas, and what narrows them."""
    return IssuerSection(
        section=Value(f"Issuer {issuer.url}", issuer.source, issuer.url.known),
        url=issuer.url,
        base_paths=issuer.areas,
        source=issuer.source,
        restricted_paths=issuer.restricted,
        groups_claim=groups_claim,
    )
