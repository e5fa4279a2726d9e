from tests.services.arc.configs import config
from tokenlint.services.arc.scopes import token_scopes


def test_pairs_of_action_and_scope() -> None:
    found = token_scopes(config("[arex/ws/jobs]\ntokenscopes = info=a,jobinfo=b jobinfo=c\n"))
    assert [sorted(found.of(each)) for each in ("jobinfo", "info", "x")] == [["b", "c"], ["a"], []]
    assert found.known


def test_any_other_form_is_not_known() -> None:
    assert not token_scopes(config("[arex/ws/jobs]\ntokenscopes = wlcg\n")).known
    assert not token_scopes(config("[arex/ws/jobs]\ntokenscopes = info={{.x}}\n")).known
