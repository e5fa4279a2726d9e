from tests.services.oa4mp.files import ETC, HOCON, SCRIPTED, TEMPLATE, acceptance, read
from tokenlint.services.offer import Grant, Holder, Offer, Public

FILE = f"{ETC}/templates/client.xml"


def offer(content: str, file: str = FILE) -> Offer:
    (only,) = acceptance(content, file).offers
    return only


def test_a_record() -> None:
    found = offer(TEMPLATE)
    assert (found.kind, found.name.text, found.holder) == (
        "client",
        "localhost:template",
        Holder.CLIENT,
    )
    assert found.public is Public.NO
    assert found.grants == {Grant.AUTHORIZATION_CODE}
    assert [each.text for each in found.redirects] == [
        "https://localhost:9443/ready",
        "https://client.example/ready",
    ]
    assert str(found.redirects[1].source) == f"{FILE}:6:61"


def test_scopes_and_audiences_of_templates() -> None:
    found = offer(TEMPLATE)
    assert [each.text for each in found.scopes] == [
        "storage.read:/vo",
        "storage.create:/home/{sub}",
    ]
    assert [str(each.source) for each in found.scopes] == [f"{FILE}:15:37", f"{FILE}:15:78"]
    assert [each.text for each in found.audiences or ()] == ["https://storage.example"]
    assert [each.source.line for each in found.default_audiences] == [12]
    (issuer,) = acceptance(TEMPLATE, FILE).issues_for
    assert issuer.text == "https://issuer.example/vo"


def test_the_shortest_lifetime_counts() -> None:
    assert [(each.what, each.seconds, each.source.line) for each in offer(TEMPLATE).lifetimes] == [
        ("access", 3_600, 13),
        ("refresh", 1_209_600, 8),
    ]
    record = TEMPLATE.replace('"lifetime": 3600000,', "")
    assert offer(record).lifetimes[0].seconds == 7_200
    left = TEMPLATE.replace(">1209600000<", ">-1<").replace(">7200000<", ">-1<")
    assert [each.what for each in offer(left).lifetimes] == ["access"]
    off = TEMPLATE.replace(">1209600000<", ">0<")
    assert [each.what for each in offer(off).lifetimes] == ["access"]


def test_a_script_leaves_scopes_unknown_and_says_so() -> None:
    found = acceptance(SCRIPTED, FILE)
    (only,) = found.offers
    assert [each.known for each in only.scopes] == [True, True, False]
    assert only.audiences == ()
    (script,) = [each for each in found.settings if each.name == "tokens.access.qdl.load"]
    assert script.value == "vfs#/scripts/vo/at.qdl (not evaluated)"


def test_a_configuration_alone() -> None:
    found = offer(HOCON, "portal.conf")
    assert [each.text for each in found.scopes] == ["read:/"]
    assert [each.text for each in found.default_audiences] == [
        "https://one.example",
        "https://two.example",
    ]
    assert [(each.what, each.seconds) for each in found.lifetimes] == [
        ("access", 1_200),
        ("refresh", 86_400),
    ]
    assert found.grants == frozenset()


def test_the_older_configuration_of_claims_obtains_nothing() -> None:
    old = '{"config": ["x"], "isSaved": true, "claims": {"preProcessing": {}}}'
    assert acceptance(old, "old.json").offers == ()


def test_templates_of_templates_are_unknown() -> None:
    found = offer(TEMPLATE.replace('"/vo"', '"{{ path }}"').replace("3600000", "${LIFE}"))
    assert [each.known for each in found.scopes] == [False, True]
    assert found.lifetimes[0].seconds == 7_200


def test_a_broken_configuration_is_a_problem_at_its_line() -> None:
    found = read({FILE: TEMPLATE.replace('"wlcg",', '"wlcg" "x"')})
    assert [(each.kind, each.source.line) for each in found.problems] == [("syntax", 12)]
    assert len(found.services) == 1
