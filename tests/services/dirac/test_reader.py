"""No text makes the readers of DIRAC raise, nor take long."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.dirac.files import PROVIDERS, REGISTRY, element, made, text
from tokenlint.services.dirac.reader import assemble
from tokenlint.services.dirac.recognise import CFG, VALUES, VARIABLES
from tokenlint.services.dirac.recognise import REGISTRY as YAML
from tokenlint.services.pieces import Piece

BITS = [
    "Resources\n{\n",
    "IdProviders\n{\n",
    "Sites {\nLCG {\na {\nCEs {\nce.example\n{\n",
    "CEType = AREX\n",
    "Tag = Token, Token:a # x\n",
    "Port = ${P}\n",
    "}\n",
    "Registry { VO { a {\nIdProvider = b\n}}}\n",
    "DiracX\n{\nLegacyExchangeApiKey = x\nURL = https://[\n",
    "UseTokens += 1\n",
    "{{ if x }}\n",
    "DIRACX_SERVICE_AUTH_TOKEN_ISSUER: [a\n",
    "DIRACX_SERVICE_AUTH_ALLOWED_REDIRECTS=[[[\n",
    "  - DIRACX_X=1\n",
    "Registry:\n  a:\n    IdP: {URL: 1, ClientID: []}\n",
    "\r",
    "\t{",
]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_never_raises(content: str) -> None:
    pieces = [Piece(kind, text("f", content)) for kind in (CFG, VALUES, VARIABLES, YAML)]
    for service in assemble(pieces).services:
        assert service.acceptance.files == ("f",)


def test_a_long_list_in_json() -> None:
    redirects = "DIRACX_SERVICE_AUTH_ALLOWED_REDIRECTS=" + "[" * 100_000
    (service,) = made(diracx__env=redirects).services
    assert [each.known for each in service.acceptance.offers[0].redirects] == [False]


def test_each_file_of_dirac_is_a_client() -> None:
    assembled = made(
        a_in_dirac__cfg=PROVIDERS + REGISTRY,
        b_in_dirac__cfg=element("CEType = AREX\nTag = Token"),
        c_in_dirac__cfg="}",
    )
    assert [each.acceptance.name for each in assembled.services] == [
        "a/dirac.cfg",
        "b/dirac.cfg",
        "c/dirac.cfg",
    ]
    assert {each.acceptance.service for each in assembled.services} == {"client"}
    assert [problem.source.file for problem in assembled.problems] == ["c/dirac.cfg"]
