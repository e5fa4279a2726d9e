import pytest

from tokenlint.credentials.secret_names import names_secret


@pytest.mark.parametrize(
    "key",
    [
        "client_secret",
        "gplazma.oidc-te.client-secrt",
        "clientSercet",
        "SEC_PASSWORD",
        "db.passwrod",
        "PRIVATE_KEY",
        "x.privte-key",
        "bearer-token",
        "macaroons.secretkey",
    ],
)
def test_names_of_secrets(key: str) -> None:
    assert names_secret(key)


@pytest.mark.parametrize(
    "key",
    ["authtokens", "base_path", "audience", "map_subject", "orgsGrantReadPermissions", "sec", ""],
)
def test_names_of_what_may_be_shown(key: str) -> None:
    assert not names_secret(key)
