import time

from hypothesis import given
from hypothesis import strategies as st

from tests.services.arc.configs import BASE, ISSUER, text
from tokenlint.services.acceptance import Assembled
from tokenlint.services.arc.reader import assemble
from tokenlint.services.arc.recognise import CONF, FRAGMENT
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

BITS = [
    "[common]\n",
    "[authtokens]\n",
    "[authgroup:a]\n",
    "[authgroup:",
    "[mapping]\n",
    "[arex/ws/jobs]\n",
    "[queue:q]\n",
    "authtokens = * https://a.example/ * * *\n",
    "-!all = yes\n",
    "allowaccess = a b\n",
    "denyaccess=a\n",
    "authgroup=a\n",
    "map_to_user = a root\n",
    "policy_on_map=x\n",
    "authtokensgen = (a=b)\n",
    "tokenscopes = a=b,c\n",
    "\r\n",
    "{{ x }}\n",
    "= \n",
]


def made(*files: tuple[str, str]) -> Assembled:
    pieces = [
        Piece(FRAGMENT if "conf.d" in file else CONF, Text(file, file.rpartition("/")[2], content))
        for file, content in files
    ]
    return assemble(pieces)


def test_one_service_with_the_folder_beside_it() -> None:
    group, rest = BASE[: BASE.index("[mapping]")], BASE[BASE.index("[mapping]") :]
    found = made(
        ("etc/arc.conf.d/20-rest.conf", rest),
        ("etc/arc.conf", group),
        ("other/arc.conf", BASE),
        ("etc/arc.conf.d/10-more.conf", "[authgroup: more]\nall = yes\n"),
    )
    first, second = (service.acceptance for service in found.services)
    assert first.files == (
        "etc/arc.conf",
        "etc/arc.conf.d/10-more.conf",
        "etc/arc.conf.d/20-rest.conf",
    )
    assert (first.name, second.name) == ("etc/arc.conf", "other/arc.conf")
    assert (first.product, first.service) == ("arc-ce", "compute")
    assert len(first.ways) == 3


def test_a_folder_alone_is_a_part_of_a_service() -> None:
    (service,) = made(("arc.conf.d/a.conf", "[authgroup: a]\nall = yes\n")).services
    assert service.acceptance.dead == ()


def test_documentation_makes_no_service() -> None:
    assert made(("arc.conf.reference", "## words\n#[common]\n#x=y\n")) == Assembled()


def test_what_arc_cannot_read_is_told_and_the_rest_is_judged() -> None:
    content = BASE.replace("compute.read *", "compute.read") + "[queue: main]\n[arexx\n"
    found = made(("arc.conf", content))
    assert len(found.services) == 1
    assert [problem.source.line for problem in found.problems] == [18, 17, 5]
    assert "5 fields, here are 4" in found.problems[2].reason


def test_snippets_of_one_page_are_services_of_their_own() -> None:
    pieces = [Piece(CONF, Text("a.md", "block", BASE, line=line, embedded=True)) for line in (3, 9)]
    names = [service.acceptance.name for service in assemble(pieces).services]
    assert names == ["a.md:3", "a.md:9"]


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_read(content: str) -> None:
    assemble([Piece(CONF, text(content)), Piece(CONF, text(content, embedded=True))])


def test_a_large_configuration_takes_no_longer_than_its_lines() -> None:
    rule = f"authtokens = user {ISSUER} aud scope group\n"
    groups = "".join(f"[authgroup: g{n}]\n{rule}authgroup = g{n - 1}\n" for n in range(3000))
    lines = "".join(f"allowaccess = g{n}\n" for n in range(3000))
    start = time.process_time()
    made(("arc.conf", BASE + groups + "[arex/ws/jobs]\n" + lines))
    assert time.process_time() - start < 30  # a hang, not slowness
