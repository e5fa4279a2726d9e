"""Names of knobs that HTCondor does not know."""

import pytest

from tests.services.htcondor.files import text
from tokenlint.services.htcondor.config import read_config
from tokenlint.services.htcondor.knobs import unknown_knobs
from tokenlint.services.htcondor.macros import gather


def unknown(content: str) -> list[tuple[str, str, str]]:
    knobs = read_config(text(content)).knobs
    found = unknown_knobs(knobs, gather(knobs).referenced)
    return [(each.key.text, each.suggestion, each.default) for each in found]


def test_a_name_of_a_closed_family_is_told_with_its_default() -> None:
    assert unknown("SEC_SCITOKENS_ALLOW_FOREIGN_TOKENS = true") == [
        (
            "SEC_SCITOKENS_ALLOW_FOREIGN_TOKENS",
            "SEC_SCITOKENS_ALLOW_FOREIGN_TOKEN_TYPES",
            "True",
        )
    ]
    assert unknown("LOCAL_CREDMON_LIFETIME = 1")[0][1] == "LOCAL_CREDMON_TOKEN_LIFETIME"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SEC_TOKEN_MAXAGE", "SEC_TOKEN_MAX_AGE"),
        ("SEC_DEFAULT_AUTHENTICATION_METHOD", "SEC_DEFAULT_AUTHENTICATION_METHODS"),
        ("SEC_DEFAULT_ENCYRPTION", "SEC_DEFAULT_ENCRYPTION"),
        ("SCHEDD.SEC_WRITE_INTEGRTIY", "SEC_WRITE_INTEGRITY"),
        ("TRUSTED_VAULT_HOST", "TRUSTED_VAULT_HOSTS"),
    ],
)
def test_a_slip_beside_a_known_name(name: str, meant: str) -> None:
    assert [suggestion for _, suggestion, _ in unknown(f"{name} = x")] == [meant]


@pytest.mark.parametrize(
    "content",
    [
        "SEC_SCITOKENS_PLUGIN_EGI_COMMAND = /x\nSEC_SCITOKENS_PLUGIN_EGI_MAPPING = y",
        "SCITOKENS_CLIENT_ID = x",
        "MY_OWN_MACRO = 1\nSEC_MINE = 2",
        "SEC_TOKEN_MAXAGE = 5\nSEC_TOKEN_MAX_AGE = $(SEC_TOKEN_MAXAGE)",
        "SCHEDD.SEC_WRITE_AUTHENTICATION_METHODS = FS",
        "SEC_SCITOKENS_{{ .x }} = 1",
        "SEC_ADVERTISE_STARTD_ENCRYPTION = REQUIRED",
    ],
)
def test_other_names_are_left_alone(content: str) -> None:
    assert unknown(content) == []
