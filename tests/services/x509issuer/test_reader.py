import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.acceptance import Acceptance, Assembled, Setting
from tokenlint.services.offer import Grant, Holder
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.x509issuer.reader import assemble
from tokenlint.services.x509issuer.recognise import CFG, CONF, RULES

HOME = "etc/x509-scitokens-issuer"
CONFIG = 'ENABLED = True\nISSUER = "https://issuer.example/vo"\nLIFETIME=7200\n'
GIVEN = """{"rules": [
  {"match": "fqan:/vo/Role=production", "scopes": ["read:/vo write:/vo", "write:/user/{username}"]},
  {"match": "dn:%2FDC%3Dexample%2FCN%3DSomebody", "scope": "read:/"}
]}
"""


def read(config: str | None = CONFIG, rules: str | None = GIVEN, **more: str) -> Assembled:
    pieces = []
    if rules is not None:
        pieces.append(Piece(RULES, Text(f"{HOME}/rules.json", "rules.json", rules)))
    if config is not None:
        pieces.append(Piece(CFG, Text(f"{HOME}/conf.d/1.cfg", "1.cfg", config)))
    for name, content in more.items():
        pieces.append(Piece(CONF, Text(f"{HOME}/{name}.conf", f"{name}.conf", content)))
    return assemble(pieces)


def acceptance(config: str | None = CONFIG, rules: str | None = GIVEN, **more: str) -> Acceptance:
    (only,) = read(config, rules, **more).services
    return only.acceptance


def setting(name: str, config: str | None) -> Setting:
    (found,) = [each for each in acceptance(config).settings if each.name == name]
    return found


def test_one_service_of_all_files() -> None:
    found = acceptance()
    assert (found.product, found.service) == ("x509-scitokens-issuer", "issuer")
    assert found.files == (f"{HOME}/rules.json", f"{HOME}/conf.d/1.cfg")
    (issuer,) = found.issues_for
    assert (issuer.text, str(issuer.source)) == (
        "https://issuer.example/vo",
        f"{HOME}/conf.d/1.cfg:2:10",
    )


def test_rules_are_offers_with_places() -> None:
    group, person, every = acceptance().offers
    assert (group.holder, group.who) == (Holder.GROUP, "/vo/Role=production")
    assert [str(scope) for scope in group.scopes] == [
        "read:/vo",
        "write:/vo",
        "write:/user/{username}",
    ]
    assert group.default_scopes == group.scopes
    assert str(group.scopes[1].source) == f"{HOME}/rules.json:2:62"
    assert group.grants == {Grant.CLIENT_CREDENTIALS}
    assert (person.holder, person.who) == (Holder.ACCOUNT, "/DC=example/CN=Somebody")
    assert person.lifetimes == ()
    assert (every.kind, every.name.text) == ("service", "https://issuer.example/vo")
    (lifetime,) = every.lifetimes
    assert (lifetime.what, lifetime.seconds, lifetime.written) == ("access", 7200, True)
    assert lifetime.source.line == 3


def test_what_comes_by_default_is_a_request() -> None:
    (service,) = read().services
    group, person = service.requests
    assert group.name == "tokens for fqan:/vo/Role=production"
    assert group.request is not None
    assert [item.text for item in group.request.scope_items] == ["read:/vo", "write:/vo"]
    assert group.request.unknown == frozenset({"audience", "scope"})
    assert person.name == "tokens for dn:/DC=example/CN=Somebody"
    (passed,) = read(rules='{"rules": [{"match": "x:/vo", "scope": "read:/"}]}').services
    assert (passed.requests, passed.acceptance.offers) == ((), ())


def test_defaults() -> None:
    lifetime = setting("lifetime", "ENABLED = True\n")
    assert (lifetime.value, lifetime.seconds, lifetime.written) == ("3600", 3600, False)
    unread = setting("lifetime", None)
    assert (unread.known, unread.seconds) == (False, None)
    assert setting("token_audience", CONFIG).value == "none"
    assert acceptance("LIFETIME = 10\n").issues_for == ()


def test_the_last_assignment_counts_and_sums_are_not_known() -> None:
    assert setting("lifetime", "LIFETIME=1\nLIFETIME=2\n").value == "2"
    assert not setting("lifetime", "LIFETIME = 24*3600\n").known
    assert not setting("lifetime", 'LIFETIME = "${LIFETIME}"\n').known


def test_small_letters_are_passed_over() -> None:
    (unknown,) = acceptance("lifetime = 86400\n").unknown_keys
    assert (unknown.key.text, unknown.suggestion, unknown.default) == (
        "lifetime",
        "LIFETIME",
        "3600",
    )
    assert acceptance("DEBUG = True\nmine = 1\n").unknown_keys == ()


def test_what_never_counts() -> None:
    one = '{"match": "vo:/x", "scope": "read:/"}'
    other = '{"match": "fqan:/vo", "scope": "read:/{user}"}'
    rules = '{"rules": [' + one + ", " + other + "]}"
    found = acceptance(rules=rules)
    assert [(each.reason, each.what.text) for each in found.dead] == [
        ("never-matches", "vo:/x"),
        ("ignored-value", "read:/{user}"),
    ]
    assert [offer.scopes for offer in found.offers] == [(), ()]


def test_a_template_is_unknown() -> None:
    found = acceptance(rules='{"rules": [{"match": "{{ match }}", "scopes": ["{{ scope }}"]}]}')
    assert found.dead == ()


def test_a_rule_without_match_is_a_problem() -> None:
    found = read(rules='{"rules": [\n {"scopes": ["read:/"]},\n {"match": "fqan:/vo"}]}')
    assert [(each.kind, each.source.line) for each in found.problems] == [("syntax", 2)]
    assert [each.kind for each in found.services[0].acceptance.offers] == ["rule", "service"]


def test_broken_rules_are_a_problem() -> None:
    assert read(rules='{"rules": [').problems


def test_apache() -> None:
    found = acceptance(site="  SSLVerifyClient optional_no_ca\n")
    (verify,) = [each for each in found.settings if each.name == "sslverifyclient"]
    assert (verify.value, verify.source.column) == ("optional_no_ca", 19)


@settings(max_examples=examples(40))
@example('LIFETIME = (((("', '{"rules": {"match": []}}')
@given(
    st.text(alphabet="LIFETMISUR=\"'[(\n #0{$", max_size=60),
    st.text(alphabet='{}[]":, rulesmatch\n/f:', max_size=60),
)
def test_any_text_is_read(config: str, rules: str) -> None:
    read(config, rules)
    read(CONFIG + config, GIVEN[: len(rules) * 3] + rules)
    read(config, json.dumps({"rules": [rules, {"match": config, "scopes": [rules]}]}))
