from tests.services.iam.files import ENV, PACKAGED, YAML, acceptance, made, piece, settings
from tokenlint.services.iam.reader import assemble

_ALLOW = "client-registration.allow-for"
_ACCESS = "client-registration.client-defaults.default-access-token-validity-seconds"
_CLOSED = "IAM_CLIENT_REGISTRATION_ALLOW_FOR=ADMINISTRATORS\n"


def test_what_holds_by_default_where_the_environment_is_there() -> None:
    found = settings(("iam.env", ENV))
    assert {name.rpartition(".")[2]: each.value for name, each in found.items()} == {
        "enable": "true",
        "allow-for": "anyone",
        "default-access-token-validity-seconds": "3600",
        "default-refresh-token-validity-seconds": "2592000",
        "default-id-token-validity-seconds": "600",
        "default-device-code-validity-seconds": "600",
        "default-registration-access-token-validity-seconds": "unlimited",
        "lifetime": "unlimited",
        "enablescopeauthz": "true",
        "include_scope": "false",
        "include_nbf": "false",
        "include_authn_info": "false",
        "default-profile": "iam",
        "enabled": "true",
        "max-lifetime-seconds": "43200",
        "password": "default",
    }
    assert not any(each.written for each in found.values())


def test_what_is_written_and_what_then_is_not_known() -> None:
    found = settings(("application.yml", YAML))
    assert (found[_ALLOW].value, found[_ALLOW].source.line) == ("registered_users", 6)
    assert (found[_ACCESS].seconds, found[_ACCESS].source.line) == (7200, 8)
    assert found["iam.jwt-profile.default-profile"].value == "wlcg"
    assert not found["iam.enablescopeauthz"].known


def test_a_variable_with_a_default_is_unknown_without_the_environment() -> None:
    found = settings(("application.yml", PACKAGED))[_ALLOW]
    assert (found.value, found.known, found.source.line) == ("", False, 6)


def test_a_variable_is_filled_in_from_the_same_folder() -> None:
    files = (("etc/application.yml", PACKAGED), ("etc/iam.env", ENV + _CLOSED))
    found = settings(*files)
    assert (found[_ALLOW].value, found[_ALLOW].source.file) == ("administrators", "etc/iam.env")
    profile = found["iam.jwt-profile.default-profile"]
    assert (profile.value, profile.source.file) == ("iam", "etc/application.yml")


def test_the_only_two_of_a_run_belong_together() -> None:
    found = settings(("conf/application.yml", PACKAGED), ("env/iam.env", ENV + _CLOSED))
    assert found[_ALLOW].value == "administrators"


def test_others_of_a_run_do_not() -> None:
    files = [("conf/application.yml", YAML), ("env/a.env", ENV), ("env/b.env", ENV)]
    services = [each.acceptance for each in made(*files).services]
    assert [each.name for each in services] == ["conf/application.yml", "env/a.env", "env/b.env"]
    known = {name: x.known for each in services[1:] for x in each.settings for name in [x.name]}
    assert not known[_ALLOW]  # the settings may be for them


def test_a_variable_of_the_setting_itself_wins() -> None:
    own = "CLIENTREGISTRATION_ALLOWFOR=ADMINISTRATORS\n"
    found = settings(("application.yml", YAML), ("iam.env", ENV + own))
    assert found[_ALLOW].value == "administrators"


def test_profiles_that_set_the_same_are_alternatives() -> None:
    one, other = "client-registration:\n  allow-for: ANYONE\n", YAML
    files = (("application-dev.yml", one), ("application-prod.yml", other))
    services = [each.acceptance for each in made(*files).services]
    assert [[x.value for x in each.settings if x.name == _ALLOW] for each in services] == [
        ["anyone"],
        ["registered_users"],
    ]


def test_profiles_that_set_different_things_are_one() -> None:
    files = (("application.yml", YAML), ("application-x.yml", "iam:\n  enableScopeAuthz: false\n"))
    assert settings(*files)["iam.enablescopeauthz"].value == "false"
    assert acceptance(*files).files == ("application.yml", "application-x.yml")


def test_a_snippet_leaves_the_rest_open() -> None:
    (service,) = assemble([piece("page.md", ENV, embedded=True)]).services
    known = {each.name for each in service.acceptance.settings if each.known}
    assert known == set()


def test_the_password_is_never_told() -> None:
    found = settings(("iam.env", ENV + "IAM_ACTUATOR_USER_PASSWORD=made-up\n"))
    password = found["iam.actuator-user.password"]
    assert (password.value, password.written, password.source.line) == ("written", True, 4)


def test_durations_without_an_end() -> None:
    found = settings(("iam.env", ENV + "IAM_DEFAULT_REFRESH_TOKEN_VALIDITY_SECONDS=0\n"))
    refresh = found[_ACCESS.replace("access", "refresh")]
    assert (refresh.value, refresh.seconds, refresh.known) == ("unlimited", None, True)
    wrong = settings(("iam.env", ENV + "IAM_DEFAULT_REFRESH_TOKEN_VALIDITY_SECONDS=x\n"))
    assert not wrong[_ACCESS.replace("access", "refresh")].known
