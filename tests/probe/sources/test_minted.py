import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe.forged import AUDIENCE, GOOD, forged, judged, mint, wish
from tokenlint.probe.sources.minted import MintSource
from tokenlint.probe.token import Flaw, Unobtainable, Wish


@pytest.mark.parametrize("flaw", [flaw for flaw in Flaw if flaw is not Flaw.NO_TOKEN])
def test_it_has_every_flaw(flaw: Flaw) -> None:
    source = MintSource(mint())
    assert source.offers(wish(flaw)) == ""
    token = source.token(wish(flaw))
    assert judged(token) == judged(forged(flaw))
    assert source.token(wish(flaw)).fingerprint == token.fingerprint


@pytest.mark.parametrize("lifetime", [0, -1, 3601, 10**12])
def test_it_is_no_issuer_for_work(lifetime: int) -> None:
    source = MintSource(mint())
    assert "1 to 3600 seconds" in source.offers(wish(lifetime=lifetime))
    with pytest.raises(Unobtainable):
        source.token(wish(lifetime=lifetime))
    assert source.token(wish(Flaw.NO_EXPIRY, lifetime=lifetime))


def test_no_token_is_none() -> None:
    none = Wish(None, None, flaw=Flaw.NO_TOKEN)
    assert MintSource(mint()).offers(none) == ""
    with pytest.raises(Unobtainable):
        MintSource(mint()).token(none)


@given(
    st.one_of(st.none(), st.text()),
    st.one_of(st.none(), st.lists(st.text(), max_size=3)),
    st.lists(st.text(min_size=1), max_size=2),
)
def test_whatever_it_makes_is_what_was_wished(
    scope: str | None, audience: list[str] | None, groups: list[str]
) -> None:
    names = None if audience is None else tuple(audience)
    assert MintSource(mint()).token(Wish(scope, names, groups=tuple(groups)))


def test_a_lifetime_that_is_nearly_over_is_not_handed_out() -> None:
    from tokenlint.probe.token import TokenFailed

    with pytest.raises(TokenFailed, match="more seconds only"):
        MintSource(mint()).token(Wish("x", (AUDIENCE,), lifetime=10))
    assert MintSource(mint()).token(GOOD)
