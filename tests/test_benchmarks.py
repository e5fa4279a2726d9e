"""Benchmarks run by hand, so what they measure is held against what the rules judge."""

from benchmarks.engines import documents_by_kind
from tokenlint import shipped
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.policies import load_policies


def test_every_kind_of_document_is_measured() -> None:
    catalogue = load_catalogue()
    policies = load_policies([shipped.policies_dir()], catalogue)
    ignores = {"ignore"}  # a comment becomes a document only after the others were judged
    assert documents_by_kind(catalogue).keys() == set(policies.kinds) - ignores
