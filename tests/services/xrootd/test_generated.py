"""Sections that another product's generator writes."""

from tests.services.made_up import issuer, value
from tokenlint.services.xrootd.generated import section


def test_a_section_has_the_areas_of_its_issuer() -> None:
    held = issuer("https://issuer.example", "/data", restricted=(value("/in", 7),))
    made = section(held, "my.groups")
    assert (made.section.text, made.url.text) == (
        "Issuer https://issuer.example",
        "https://issuer.example",
    )
    assert [each.text for each in made.base_paths] == ["/data"]
    assert [each.text for each in made.restricted_paths] == ["/in"]
    assert (made.groups_claim, section(held).groups_claim) == ("my.groups", "wlcg.groups")
    assert not section(issuer("https://{{ host }}")).section.known
