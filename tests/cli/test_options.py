"""Options and configuration as one: options win, and contradictions are refused."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.command import USUAL, tokenlint, use
from tests.judging import READER, Scripted
from tests.minting import NOW
from tokenlint.cli.check import command
from tokenlint.cli.options import Run, instant, prepare
from tokenlint.errors import UsageError
from tokenlint.policy.finding import Persona, Severity


def _default(option: click.Parameter) -> Any:
    """What the option is when it is not given."""
    if option.multiple:
        return ()
    return False if getattr(option, "is_flag", False) else None


GIVEN: dict[str, Any] = {
    str(option.name): _default(option)
    for option in command.params
    if option.name not in {"paths", "show_files", "keys"}
}


pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, and the working folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(**changes: Any) -> Run:
    return prepare(**{**GIVEN, **changes})


def configured(here: Path, text: str, **changes: Any) -> Run:
    (here / "tokenlint.toml").write_text(text)
    return run(**changes)


def test_without_anything_the_defaults_hold() -> None:
    plain = run(at="2026-11-20T12:00:00Z")
    assert plain.settings.at == NOW
    assert plain.settings.codes == frozenset(plain.catalogue.rules)
    assert (plain.settings.persona, plain.settings.fail_on) == (Persona.REGULAR, Severity.MEDIUM)
    assert plain.settings.limits["lifetime_maximum"] == 21_600
    assert (plain.formats, plain.engine_choice, plain.server) == (("full",), "embedded", None)


def test_the_configuration_is_used(here: Path) -> None:
    text = """
    select = ["SCP", "LIF"]
    ignore = ["SCP01"]
    fail-on = "high"
    persona = "auditor"
    format = ["concise", "json=report.json"]
    [limits]
    lifetime-maximum = "4h"
    [[suppress]]
    files = "old/*"
    codes = ["SCP003"]
    reason = "to be moved"
    until = 2027-01-31
    """
    chosen = configured(here, text)
    codes = chosen.settings.codes
    assert {code[:3] for code in codes} == {"SCP", "LIF"}
    assert "SCP010" not in codes
    assert "SCP003" in codes
    assert (chosen.settings.persona, chosen.settings.fail_on) == (Persona.AUDITOR, Severity.HIGH)
    assert chosen.formats == ("concise", "json=report.json")
    assert chosen.settings.limits["lifetime_maximum"] == 14_400
    (waiver,) = chosen.settings.waivers
    assert (waiver.files, waiver.codes, waiver.until) == ("old/*", ("SCP003",), "2027-01-31")


def test_options_win_over_the_configuration(here: Path) -> None:
    text = 'select = ["SCP"]\nfail-on = "high"\npersona = "auditor"\nformat = ["concise"]\n'
    chosen = configured(
        here, text, select=("LIF001,AUD",), fail_on="low", persona="pedantic", formats=("json",)
    )
    assert {code[:3] for code in chosen.settings.codes} == {"LIF", "AUD"}
    assert (chosen.settings.persona, chosen.settings.fail_on) == (Persona.PEDANTIC, Severity.LOW)
    assert chosen.formats == ("json",)


def test_an_option_that_ignores_adds_to_the_configuration(here: Path) -> None:
    chosen = configured(here, 'ignore = ["SCP"]\n', ignore=("LIF",))
    assert not {"SCP", "LIF"} & {code[:3] for code in chosen.settings.codes}


def test_no_config_means_none(here: Path) -> None:
    assert (
        configured(here, 'fail-on = "high"\n', no_config=True).settings.fail_on is Severity.MEDIUM
    )


def test_unknown_codes_are_named_with_what_was_meant() -> None:
    for option in ("select", "ignore"):
        with pytest.raises(UsageError, match="SCP999") as caught:
            run(**{option: ("SCP999",)})
        assert caught.value.advice
    with pytest.raises(UsageError, match="no rule is called scope-path-missin") as caught:
        run(select=("scope-path-missin",))
    assert "SCP004" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-11-20T12:00:00Z", NOW),
        ("2026-11-20T12:00:00", NOW),
        ("2026-11-20 13:00+01:00", NOW),
        ("2026-11-20", NOW - 43_200),
    ],
)
def test_instants(text: str, seconds: int) -> None:
    assert instant(text) == seconds


@pytest.mark.parametrize("text", ["", "now", "tomorrow", "2026-13-01", "1795176000x"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        instant(text)


def test_without_a_time_it_is_now() -> None:
    assert instant(None) > NOW - 10**9


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert isinstance(instant(text), int)


# Engines


def test_an_address_chooses_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = run(opa_url="http://opa.example:8181")
    assert chosen.engine_choice == "server"
    assert chosen.server is not None
    assert (chosen.server.url, chosen.server.seconds) == ("http://opa.example:8181", 60.0)
    monkeypatch.setenv("TOKENLINT_OPA_URL", "https://opa.example")
    assert run().engine_choice == "server"
    assert run(engine="embedded").engine_choice == "embedded"


def test_the_configuration_chooses_the_server(here: Path) -> None:
    text = (
        'opa-url = "https://opa.example"\nopa-ca = "ca.pem"\nopa-timeout = 5\nopa-readonly = true\n'
    )
    server = configured(here, text).server
    assert server is not None
    assert (server.url, server.seconds, server.readonly) == ("https://opa.example", 5, True)
    assert server.ca == here / "ca.pem"
    won = configured(here, text, opa_timeout=7.0, opa_ca=Path("other.pem")).server
    assert won is not None
    assert (won.seconds, won.ca) == (7.0, Path("other.pem"))


def test_the_bearer_token_for_the_server_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOKENLINT_OPA_TOKEN", "an-opa-secret")
    chosen = run(opa_url="https://opa.example")
    assert chosen.server is not None
    assert chosen.server.token == "an-opa-secret"
    assert "an-opa-secret" not in repr(chosen)


def test_the_bearer_token_does_not_travel_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKENLINT_OPA_TOKEN", "an-opa-secret")
    with pytest.raises(UsageError, match="unencrypted"):
        run(opa_url="http://opa.example")
    for here in ("http://127.0.0.1:8181", "http://localhost:8181", "http://[::1]:8181"):
        server = run(opa_url=here).server
        assert server is not None
        assert server.token == "an-opa-secret"


def test_the_bearer_token_goes_only_where_the_user_says(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKENLINT_OPA_TOKEN", "an-opa-secret")
    text = 'opa-url = "https://stranger.example"\n'
    with pytest.raises(UsageError, match="is not sent to an address that"):
        configured(here, text)
    assert configured(here, text, engine="embedded").engine_choice == "embedded"
    named = configured(here, text, config_file=here / "tokenlint.toml").server
    assert named is not None
    assert named.token == "an-opa-secret"
    own = configured(here, text, opa_url="https://opa.example").server
    assert own is not None
    assert (own.url, own.token) == ("https://opa.example", "an-opa-secret")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"engine": "server"}, "needs an address"),
        ({"engine": "embedded", "opa_url": "http://x.example"}, "contradict"),
        ({"engine": "library", "opa_url": "http://x.example"}, "contradict"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(**changes)


def test_policies_of_a_site_are_loaded(here: Path) -> None:
    (here / "site").mkdir()
    assert configured(here, 'policy = ["site"]\n').policies.rules


# On the command line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xml"), "xml"),
        (("--format", "json="), "names no file"),
        (("--format", "json", "--format", "sarif"), "standard output"),
        (("--fail-on", "worst"), "worst"),
        (("--persona", "boss"), "boss"),
        (("--select", "SPC001"), "did you mean SCP001"),
        (("--at", "soon"), "is no time"),
        (("--policy", "absent"), "absent"),
        (("--config", "absent.toml"), "absent.toml"),
        (("--opa-timeout", "long"), "long"),
    ],
)
def test_slips_of_the_pen_are_usage_errors(
    here: Path, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = use(monkeypatch, Scripted())
    (here / "w.yaml").write_text(READER)
    result = tokenlint("check", "w.yaml", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert engine.asked == [] or "standard output" in words


def test_limits_of_the_configuration_reach_the_policies(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = use(monkeypatch, Scripted())
    (here / "w.yaml").write_text(READER)
    (here / "pyproject.toml").write_text("[tool.tokenlint.limits]\naudience-many = 3\n")
    assert tokenlint("check", "w.yaml").exit_code == 0
    assert engine.asked[0]["limits"]["audience_many"] == 3
    assert tokenlint("check", "w.yaml", *USUAL).exit_code == 0
    assert engine.asked[1]["limits"]["audience_many"] == 10
