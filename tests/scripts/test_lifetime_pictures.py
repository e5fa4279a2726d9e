"""The pictures of the price of lifetime say what the page beside them says."""

import xml.etree.ElementTree as ET
from pathlib import Path

from scripts import lifetime_pictures as pictures
from tokenlint.frontier.issuer_file import read_issuer
from tokenlint.frontier.model import Granularity
from tokenlint.frontier.scenario import Retry, RetryKind


def test_a_storm_is_as_high_as_the_page_says(root: Path) -> None:
    text = (root / "docs" / "explanation" / "price-of-lifetime.md").read_text()
    issuer = read_issuer(root / "examples" / "frontier" / "issuer.yaml").issuer
    assert issuer is not None
    stream = pictures._stream(root, "fts", Granularity.FILE)
    asked = dict(pictures._asked(stream, issuer, Retry(RetryKind.FIXED, first=60)))
    assert "5,400 requests a second arrive when the issuer returns" in text
    assert 5_300 < asked[4 * pictures.HOUR] < 5_500
    assert asked[5.9 * pictures.HOUR] > issuer.capacity
    calm = dict(pictures._asked(stream, issuer, Retry(RetryKind.EXPONENTIAL, jitter=True)))
    assert max(calm.values()) < issuer.capacity


def test_pictures_are_small_whole_and_without_scripts(root: Path) -> None:
    for name in (pictures.LOSS, pictures.LOAD, pictures.STORM, pictures.CURVE):
        text = (root / name).read_text()
        assert len(text) < 30_000
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}
        assert {"title", "desc"} <= tags
        assert "script" not in tags
