from tests.services.storm.configs import ISSUER, OTHER, application, area, asked, policy, token
from tokenlint.services.acceptance import Service, State
from tokenlint.services.decision import Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.storm.reader import assemble
from tokenlint.services.storm.recognise import APPLICATION, STORAGE_AREA
from tokenlint.services.text import Text

_FINE = "fineGrainedAuthzEnabled=true\norgsGrantReadPermission=false\n"


def _snippets(file: str, *contents: tuple[str, str]) -> tuple[Service, ...]:
    """Services of snippets, one below the other in one file."""
    pieces = []
    for line, (kind, content) in enumerate(contents):
        name = "application.yml" if kind == APPLICATION else "sa.properties"
        text = Text(file, name, content, line=100 * line + 1, indent=4, embedded=True)
        pieces.append(Piece(kind, text))
    return assemble(pieces).services


def test_the_entries_of_a_config_map_are_one_service() -> None:
    (found,) = _snippets(
        "chart/configmap.yaml", (APPLICATION, application()), (STORAGE_AREA, area())
    )
    assert [issuer.areas[0].text for issuer in found.acceptance.issuers] == ["/data"]
    source = found.acceptance.issuers[0].areas[0].source
    assert (source.line, source.column) == (103, 18)


def test_examples_on_one_page_are_joined_by_the_areas_they_speak_of() -> None:
    other = policy(sa="other")
    found = _snippets(
        "docs/storm.md",
        (STORAGE_AREA, area(_FINE)),
        (APPLICATION, application(policy())),
        (STORAGE_AREA, area(_FINE, name="other", orgs=OTHER)),
        (APPLICATION, application(other, url=OTHER)),
    )
    points = [{path for way in each.acceptance.ways for path in way.paths} for each in found]
    assert points == [{"/data"}, {"/other"}]
    assert asked(found[0], token(), "delete").allowed


def test_a_template_may_hold_more_issuers_and_policies() -> None:
    loop = "<%- @list.each do |x| -%>\n"
    content = application(policy(effect="deny")).replace("    - name", loop + "    - name", 1)
    pieces = [
        Piece(APPLICATION, Text("e/application.yml.erb", "application.yml.erb", content)),
        Piece(STORAGE_AREA, Text("e/data.properties", "data.properties", area(_FINE))),
    ]
    (found,) = assemble(pieces).services
    assert asked(found, token(issuer=OTHER), "read").verdict is Verdict.DENIED
    assert found.acceptance.dead == ()


def test_unknown_names_leave_the_audience_open() -> None:
    content = application().replace("name: iam", "name: <%= x %>").replace(ISSUER, "<%= y %>")
    text = Text("e/application.yml.erb", "application.yml.erb", "<% if z %>\n" + content)
    (found,) = assemble([Piece(APPLICATION, text)]).services
    (issuer,) = found.acceptance.issuers
    assert not issuer.url.known
    assert issuer.audience is not None
    assert issuer.audience.checked is State.UNKNOWN


def test_placeholders_in_switches_and_lists_make_it_depend() -> None:
    lines = "wlcgScopeAuthzEnabled=${X}\norgsGrantReadPermission=false\n"
    pieces = [Piece(STORAGE_AREA, Text("e/d.properties", "d.properties", area(lines)))]
    (found,) = assemble(pieces).services
    assert asked(found, token("storage.modify:/"), "delete").verdict is Verdict.DEPENDS
    assert asked(found, token(), "delete").verdict is Verdict.DENIED
    open_orgs = area("wlcgScopeAuthzEnabled=true\n", orgs="${ISSUERS}")
    (found,) = assemble(
        [Piece(STORAGE_AREA, Text("e/d.properties", "d.properties", open_orgs))]
    ).services
    assert asked(found, token("storage.modify:/"), "delete").verdict is Verdict.DEPENDS
