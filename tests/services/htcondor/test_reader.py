"""Files as services."""

from tests.services.htcondor.files import CE, ISSUER, LINE, acceptance, ce, pieces, service
from tokenlint.services.acceptance import Subjects, WayKind
from tokenlint.services.htcondor.reader import assemble

RULES = (
    "[mappings]\n"
    "a=* https://issuer.example * compute.create urn:g\n"
    "b=me https://issuer.example * compute.create urn:g\n"
    "c=me https://issuer.example * * urn:g\n"
)


def test_a_ce() -> None:
    found = acceptance(ce())
    assert (found.product, found.service, found.title) == ("htcondor-ce", "compute", "HTCondor-CE")
    assert len(found.files) == 2
    assert [issuer.url.text for issuer in found.issuers] == [ISSUER]
    (way,) = found.ways
    assert (way.kind, way.who, way.issuer, way.sure) == (
        WayKind.CAPABILITY,
        "vopilot",
        ISSUER,
        True,
    )
    assert way.operations == {"query", "submit", "modify-job", "cancel"}
    assert found.audience
    assert [value.text for value in found.audience.accepted] == ["ce.example:9619"]


def test_a_pool() -> None:
    assert acceptance({"etc/condor/config.d/1.conf": "SEC_TOKEN_MAX_AGE = 1"}).product == "htcondor"


def test_unanchored_lines_of_which_the_last_overlaps() -> None:
    lines = [
        r"SCITOKENS /.*issuer.example\/one.*,.*/ one",
        r"SCITOKENS /.*issuer.example\/two.*,.*/ two",
        r"SCITOKENS /.*issuer.example\/.*,.*/ rest",
    ]
    found = acceptance(ce("\n".join(lines)))
    assert all("open-start" in pattern.defects for pattern in found.patterns)
    assert found.dead == ()
    turned = acceptance(ce("\n".join(reversed(lines))))
    assert [dead.what.source.line for dead in turned.dead] == [2, 3]


def test_a_back_reference() -> None:
    line = r"SCITOKENS ^https\:\/\/issuer\.example\/x,A-(.*)@b.example$ \1@b.example"
    found = acceptance({"etc/condor/mapfile": line})
    (mapping,) = found.mappings
    assert mapping.chosen_by_token
    assert mapping.subjects is Subjects.SOME
    assert found.patterns[0].defects == ("any-sign",)
    assert found.ways[0].depends_on == "the account that the token becomes"


def test_old_mapfiles_are_quiet() -> None:
    found = acceptance(
        {"etc/condor_mapfile": 'GSI "^/CN=a b" c\nGSI (.*) anonymous\nFS (.*) \\1\n'}
    )
    assert (found.mappings, found.patterns, found.dead, found.unknown_keys, found.issuers) == (
        (),
    ) * 5
    assert found.audience is None


def test_lines_for_one_subject_are_quiet() -> None:
    found = acceptance(ce(f"{LINE}\n{LINE.replace('pilot$', 'other$')}"))
    assert not any(pattern.defects for pattern in found.patterns)
    assert found.dead == ()


def test_bans_are_no_mappings() -> None:
    ban = LINE.replace("vopilot", "x@banned.htcondor.org")
    found = acceptance(ce(f"{ban}\n{LINE}"))
    assert [mapping.account.text for mapping in found.mappings] == ["vopilot"]
    assert [dead.reason for dead in found.dead] == ["shadowed"]


def test_unknown_names() -> None:
    found = acceptance(ce(f"{LINE}\nSCITOKEN /^x,/ y", "SEC_SCITOKENS_ALLOW_FOREIGN_TOKENS = true"))
    told = {key.key.text: key.suggestion for key in found.unknown_keys}
    assert told == {
        "SEC_SCITOKENS_ALLOW_FOREIGN_TOKENS": "SEC_SCITOKENS_ALLOW_FOREIGN_TOKEN_TYPES",
        "SCITOKEN": "SCITOKENS",
    }


def test_rules_of_the_validator() -> None:
    found = acceptance({"etc/x/egi-check-in-validator.ini": RULES})
    assert [mapping.account.text for mapping in found.mappings] == ["a", "b", "c"]
    assert [(dead.what.text, dead.reason) for dead in found.dead] == [("b", "shadowed")]
    assert {way.kind for way in found.ways} == {WayKind.GROUP}


def test_everybody_may_query() -> None:
    found = acceptance(ce(config="SEC_READ_AUTHENTICATION = OPTIONAL"))
    everybody = [way for way in found.ways if way.kind is WayKind.ANONYMOUS]
    assert [sorted(way.operations) for way in everybody] == [["query"]]


def test_a_rights_list_that_other_files_hold() -> None:
    way = service({"etc/condor/mapfile": LINE}).acceptance.ways[0]
    assert not way.sure
    assert "ALLOW_WRITE" in way.depends_on


def test_problems_are_handed_on() -> None:
    found = assemble(pieces({f"{CE}/mapfiles.d/1.conf": f"{LINE}\nSCITOKENS /^x,/"}))
    assert [problem.source.line for problem in found.problems] == [2]
    assert assemble([]).services == ()
