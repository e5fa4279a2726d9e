"""Settings by their names."""

from tests.services.htcondor.files import ce, pool
from tokenlint.services.acceptance import Setting
from tokenlint.services.htcondor.settings import settings

MAIN = "etc/condor/condor_config"


def found(config: str, file: str = MAIN, *, embedded: bool = False) -> dict[str, Setting]:
    one = pool({file: config + "\nDAEMON_LIST = X\nCONDOR_HOST = x"}, embedded=embedded)
    return {setting.name: setting for setting in settings(one)}


def test_durations() -> None:
    written = found("SEC_TOKEN_MAX_AGE = 3600\nSEC_ISSUED_TOKEN_EXPIRATION = -1")
    assert (written["sec_token_max_age"].seconds, written["sec_token_max_age"].source.column) == (
        3600,
        21,
    )
    assert written["sec_issued_token_expiration"].value == "unlimited"
    assert found("SEC_TOKEN_MAX_AGE =")["sec_token_max_age"].value == "unlimited"
    assert not found("SEC_TOKEN_MAX_AGE = $(X)")["sec_token_max_age"].known
    assert not found("SEC_TOKEN_MAX_AGE = 60 * 60")["sec_token_max_age"].known


def test_defaults_where_the_files_are_complete() -> None:
    default = found("")["sec_scitokens_allow_foreign_token_types"]
    assert (default.value, default.written, default.known, default.source.line) == (
        "true",
        False,
        True,
        0,
    )
    part = found("", "etc/condor/config.d/1.conf")["sec_scitokens_allow_foreign_token_types"]
    assert (part.value, part.written, part.known) == ("", False, False)
    snippet = found("", embedded=True)["sec_token_max_age"]
    assert not snippet.known


def test_lists_and_booleans() -> None:
    written = found(
        "ALLOW_WRITE = *@a.example, b@c\nSCHEDD.ALLOW_DAEMON = $(X) *\n"
        "SEC_DEFAULT_AUTHENTICATION_METHODS = FS,CLAIMTOBE\nSSL_SKIP_HOST_CHECK = TRUE"
    )
    assert written["allow_write"].value == "*@a.example,b@c"
    assert (written["allow_daemon"].value, written["allow_daemon"].known) == ("$(X),*", True)
    assert written["sec_default_authentication_methods"].value == "FS,CLAIMTOBE"
    assert written["ssl_skip_host_check"].value == "true"


def test_the_local_credential_monitor() -> None:
    written = found(
        "LOCAL_CREDMON_PROVIDER_NAMES = scitokens\nLOCAL_CREDMON_AUTHZ_TEMPLATE = write:/"
    )
    assert written["local_credmon_authz_template"].value == "write:/"
    assert written["local_credmon_token_lifetime"].seconds == 1200
    assert not written["local_credmon_token_lifetime"].written
    assert "local_credmon_token_lifetime" not in found("")


def test_vault() -> None:
    assert (
        found("SEC_CREDENTIAL_STORER = /usr/bin/condor_vault_storer")["trusted_vault_hosts"].value
        == ""
    )
    assert "trusted_vault_hosts" not in found("")


def test_tokens_that_the_job_router_issues() -> None:
    config = (
        "JOB_ROUTER_CREATE_IDTOKEN_NAMES = a\nJOB_ROUTER_CREATE_IDTOKEN_a @=end\n"
        '  lifetime = 604800\n  scope = "READ"\n@end\nJOB_ROUTER_IDTOKEN_REFRESH = 900'
    )
    written = found(config)
    lifetime = written["job_router_create_idtoken.lifetime"]
    assert (lifetime.seconds, lifetime.source.line, lifetime.source.column) == (604800, 3, 14)
    assert written["job_router_create_idtoken.scope"].value == "READ"
    assert written["job_router_idtoken_refresh"].seconds == 900


def test_keys_and_paths_of_keys_are_not_shown() -> None:
    assert "auth_ssl_server_keyfile" not in found("AUTH_SSL_SERVER_KEYFILE = /x")
    assert "auth_ssl_server_cafile" in found("AUTH_SSL_SERVER_CAFILE = /x")


def test_templates_of_security() -> None:
    assert found("use security : host_based")["use_security"].value == "host_based"


def test_a_mapfile_alone_has_no_settings() -> None:
    files = ce()
    del files["etc/condor-ce/config.d/99-local.conf"]
    assert settings(pool(files)) == ()
