"""What a line for tokens means."""

import pytest

from tests.services.htcondor.files import CE, ISSUER, LINE, ce, pool
from tokenlint.services.acceptance import State, Subjects
from tokenlint.services.htcondor.principals import Principal, issuers


def principal(line: str, config: str = "") -> Principal:
    (only,) = pool(ce(line, config or "SEC_TOKEN_MAX_AGE = 1")).principals
    return only


def test_one_subject_of_one_issuer() -> None:
    found = principal(LINE)
    mapping = found.mapping()
    assert (mapping.method, mapping.issuer, mapping.subjects) == ("SCITOKENS", ISSUER, Subjects.ONE)
    assert (mapping.account.text, mapping.any_issuer, mapping.chosen_by_token) == (
        "vopilot",
        False,
        False,
    )
    assert found.names_whole_issuer
    assert mapping.source.file == f"{CE}/mapfiles.d/10-scitokens.conf"


@pytest.mark.parametrize(
    ("principal_text", "subjects"),
    [
        (r"/^https:\/\/issuer\.example\/vo,/", Subjects.ANY),
        (r"/^https:\/\/issuer\.example\/vo,.*/", Subjects.ANY),
        (r"/^https:\/\/issuer\.example\/vo,pilot-.*/", Subjects.SOME),
        (r"/^https:\/\/issuer\.example\/vo,(a|b)$/", Subjects.SOME),
        (r"/^https:\/\/issuer\.example\/vo,pilot/", Subjects.SOME),
        (r"/^https:\/\/issuer\.example\/vo,x-(.*)@y$/", Subjects.SOME),
        ("https://issuer.example/vo,pilot", Subjects.ONE),
        ("/^{{ issuer }},/", Subjects.UNKNOWN),
        ("/^(?=https)/", Subjects.UNKNOWN),
    ],
)
def test_subjects(principal_text: str, subjects: Subjects) -> None:
    assert principal(f"SCITOKENS {principal_text} vo").mapping().subjects is subjects


def test_any_issuer() -> None:
    found = principal("SCITOKENS /.*/ vo")
    assert found.mapping().any_issuer
    assert found.mapping().issuer == ""
    assert found.mapping().subjects is Subjects.ANY


def test_an_account_out_of_the_token() -> None:
    assert principal(r"SCITOKENS /^https:\/\/i\.example,(.*)/ \1").mapping().chosen_by_token


def test_a_plugin_chooses() -> None:
    mapping = principal("SCITOKENS /^https:\\/\\/i\\.example,/ PLUGIN:EGI").mapping()
    assert not mapping.account.known
    assert mapping.subjects is Subjects.UNKNOWN


def test_a_ban() -> None:
    assert principal("SCITOKENS /^https:\\/\\/i\\.example,/ x@banned.htcondor.org").is_ban


def test_patterns() -> None:
    loose = principal(r"SCITOKENS /.*issuer.example\/vo.*,.*/ vo").pattern()
    assert loose
    assert loose.defects == ("open-start", "open-issuer", "any-sign")
    assert loose.also == "https://attacker.example/issuer.example/vo,anyone"
    assert loose.text.text == r"/.*issuer.example\/vo.*,.*/"
    tight = principal(LINE).pattern()
    assert tight
    assert tight.defects == ()
    assert principal("SCITOKENS https://issuer.example,x vo").pattern() is None


def test_a_template_that_leaves_the_subject_open() -> None:
    comma = '{{ if not ( $u | contains "," ) }},{{ end }}'
    line = f'SCITOKENS /^{{{{ $u | replace "." "\\\\." }}}}{comma}/ {{{{ $n }}}}'
    found = principal(line).pattern()
    assert found
    assert found.defects == ("open-end",)
    closed = principal(line.replace("{{ end }}/", "{{ end }}$/")).pattern()
    assert closed
    assert closed.defects == ()


def test_matching() -> None:
    found = principal(LINE)
    assert found.matches(ISSUER, "pilot") is True
    assert found.matches(ISSUER, "pilots") is False
    assert principal("SCITOKENS /^{{ x }},/ vo").matches(ISSUER, "pilot") is None
    assert principal("SCITOKENS /^(/ vo").matches(ISSUER, "pilot") is False


def test_issuers_that_are_written_out_once_each() -> None:
    lines = "\n".join(
        [
            LINE,
            LINE.replace("pilot$", "other$"),
            r"SCITOKENS /.*cilogon\.example\/x.*,/ a",
            r"SCITOKENS /^https:\/\/open\.example/ b",
            r"SCITOKENS /^https:\/\/banned\.example,/ b@banned.htcondor.org",
            r"SCITOKENS /^http:\/\/plain\.example,/ c",
        ]
    )
    found = list(issuers(pool(ce(lines)).principals))
    assert [issuer.url.text for issuer in found] == [ISSUER, "http://plain.example"]
    assert found[0].scopes is State.YES
    assert found[0].source.line == 1
