from hypothesis import given
from hypothesis import strategies as st

from tests.services.pelican.servers import export, origin, text
from tokenlint.services.pelican.reader import assemble
from tokenlint.services.pelican.recognise import ENVIRONMENT, YAML
from tokenlint.services.pieces import Piece

BITS = [
    "Origin:\n",
    "Issuer:\n",
    "  Exports:\n",
    "    - StoragePrefix: /\n",
    "      FederationPrefix: /a\n",
    "      Capabilities: ",
    "[PublicReads, Writes]\n",
    "  ExportVolumes: ",
    '["/a:/b", ":"]\n',
    "\t",
    ": ",
    "- ",
    "  AuthorizationTemplates:\n",
    "    - actions: [read]\n      prefix: $USER\n",
    "{{ .x }}",
    "{",
    "[",
    "&a ",
    "*a",
    "TLSSkipVerify: 1\n",
    "PELICAN_ORIGIN_EXPORTS=[\n",
    "  group_regexes: ['(a+)+']\n",
]


def piece(content: str, file: str = "etc/pelican/pelican.yaml") -> Piece:
    return Piece(YAML, text(content, file))


def test_files_of_config_d_belong_to_the_file_above() -> None:
    made = assemble(
        [
            piece("Origin:\n  Port: 1\n", "etc/pelican/config.d/20-b.yaml"),
            piece("Logging:\n  Level: debug\n"),
            piece(origin(export("[Reads]")), "etc/pelican/config.d/10-a.yaml"),
        ]
    )
    (service,) = made.services
    assert service.acceptance.files == (
        "etc/pelican/pelican.yaml",
        "etc/pelican/config.d/10-a.yaml",
        "etc/pelican/config.d/20-b.yaml",
    )
    assert service.acceptance.service == "storage"


def test_other_files_are_servers_of_their_own() -> None:
    cache = piece("Cache:\n  StorageLocation: /c\n", "systemd/pelican-cache.yaml")
    director = piece("Director:\n  FedTokenLifetime: 15m\n", "systemd/pelican-director.yaml")
    made = assemble([cache, director, piece("Origin:\n  Port: 1\n", "x/config.d/1.yaml")])
    found = [each.acceptance.service for each in made.services]
    assert found == ["web", "issuer", "web"]


def test_a_wrong_capability_is_told() -> None:
    made = assemble([piece(origin(export("[Read]")))])
    assert [each.source.line for each in made.problems] == [7]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_read(content: str) -> None:
    inside = Piece(YAML, text(content, embedded=True))
    assemble([piece(content), inside, Piece(ENVIRONMENT, text(content, "a.env"))])
