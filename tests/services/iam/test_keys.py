import pytest

from tests.services.iam.files import ENV, YAML, acceptance
from tokenlint.services.acceptance import UnknownKey


def _keys(*files: tuple[str, str]) -> list[UnknownKey]:
    return list(acceptance(*files).unknown_keys)


@pytest.mark.parametrize(
    ("lines", "section", "suggestion", "default"),
    [
        ("client-registration:\n  allowed-for: x\n", "client-registration", "allow-for", "ANYONE"),
        ("iam:\n  enableScopeAuth: x\n", "iam", "enableScopeAuthz", "true"),
        (
            "iam:\n  access_token:\n    includescopes: x\n",
            "iam.access_token",
            "include_scope",
            "false",
        ),
        ("proxycert:\n  max-lifetime: 1\n", "proxycert", "max-lifetime-seconds", "43200"),
    ],
)
def test_slips_in_settings(lines: str, section: str, suggestion: str, default: str) -> None:
    profile = f"{lines}client-registration:\n  enable: true\n" if "iam:" in lines else lines
    (found,) = _keys(("application.yml", YAML), ("application-x.yml", "# IAM_\n" + profile))
    assert (found.section, found.suggestion, found.default) == (section, suggestion, default)


def test_a_slip_in_a_matcher() -> None:
    content = "scope:\n  matchers:\n  - type: path\n    prefixx: a\n    path: /\n"
    (found,) = _keys(("application-scopes.yml", content))
    assert (found.key.text, found.suggestion, found.key.source.line) == ("prefixx", "prefix", 4)


def test_known_names_in_any_spelling_and_names_unlike_all_are_passed_over() -> None:
    lines = (
        "iam:\n  baseURL: x\n  access-token:\n    includeScope: true\n  opa:\n    url: x\n"
        "  registration:\n    fields:\n      email: {read-only: true}\n"
        "spring:\n  profiles: {}\n"
    )
    assert _keys(("application.yml", YAML), ("application-x.yml", "# IAM_\n" + lines)) == []


def test_slips_in_the_environment() -> None:
    (found,) = _keys(("iam.env", ENV + "IAM_ENABLE_SCOPE_AUTZ=true\n"))
    assert (found.suggestion, found.default) == ("IAM_ENABLE_SCOPE_AUTHZ", "true")
    assert (found.key.source.line, found.section) == (4, "environment")


@pytest.mark.parametrize("name", ["IAM_GITHUB_CLIENT_ID", "IAM_JAR", "IAM_OPA_URL", "IAM_DB_PASS"])
def test_other_variables_are_passed_over(name: str) -> None:
    assert _keys(("iam.env", f"{ENV}{name}=x\n")) == []


def test_a_variable_that_the_settings_name_is_no_slip() -> None:
    own = YAML + "iam.topbarTitle: ${IAM_TOP_BAR_TITLE:x}\n"
    assert _keys(("application.yml", own), ("iam.env", ENV + "IAM_TOP_BAR_TITLE=x\n")) == []
