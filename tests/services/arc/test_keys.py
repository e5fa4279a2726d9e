import pytest

from tests.services.arc.configs import BASE, acceptance, rules


@pytest.mark.parametrize(
    ("block", "line", "suggestion", "default"),
    [
        ("[arex/ws/jobs]", "alowaccess = a", "allowaccess", "everybody authenticated"),
        ("[mapping]", "policy_on_nomaps = stop", "policy_on_nomap", "stop"),
        ("[authtokens]", "issuer = x", "", ""),
        ("[queue: main]", "allowacess = a", "allowaccess", "everybody authenticated"),
    ],
)
def test_a_slip_is_told(block: str, line: str, suggestion: str, default: str) -> None:
    (found,) = acceptance(BASE.replace(block, f"{block}\n{line}", 1)).unknown_keys
    assert (found.key.text, found.suggestion, found.default) == (
        line.split(maxsplit=1)[0],
        suggestion,
        default,
    )


def test_a_rule_of_no_kind_is_told_with_its_group() -> None:
    (found,) = acceptance(rules("-authtoken = * * * * *")).unknown_keys
    assert (found.key.text, found.section, found.suggestion) == (
        "authtoken",
        "authgroup:a",
        "authtokens",
    )


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("[queue: main]", "slurm_requirements = x"),
        ("[arex/ws]", "wsurl = x"),
        ("[mapping]", "{{ .key }} = x"),
        ("[authgroup: jobs]", "/DC=org/CN=x"),
    ],
)
def test_other_options_are_left_alone(block: str, line: str) -> None:
    assert acceptance(BASE.replace(block, f"{block}\n{line}", 1)).unknown_keys == ()
