from tests.services.arc.configs import config, rules
from tokenlint.services.arc.reach import Reach


def reach(content: str) -> Reach:
    return Reach(config(content))


def test_rules_of_groups_within_groups() -> None:
    content = (
        "[authgroup: a]\nvoms = a\n[authgroup: b]\nauthgroup = a b\nvoms = b\n"
        "all = yes\nvoms = never\n[authgroup: c]\n-authgroup = a\nvoms = c\nall\nvoms = never\n"
    )
    found = reach(content)
    words = [rule.option.value.text for rule in found.rules("b")]
    assert words == ["b", "yes", "a"]
    assert [rule.option.value.text for rule in found.rules("c")] == ["c"]


def test_submission_needs_a_queue() -> None:
    closed = rules("all = yes").replace("[queue: q]\n", "[queue: q]\ndenyaccess = a\n")
    assert "submit" in reach(rules("all = yes")).operations("a")
    assert "submit" not in reach(closed).operations("a")


def test_a_closed_service_takes_no_new_jobs() -> None:
    closed = rules("all = yes").replace("allowaccess", "allownew = no\nallowaccess")
    assert reach(closed).operations("a") == {"query", "cancel", "modify-job"}
    exempt = closed.replace("allowaccess", "allownew_override = a\nallowaccess")
    assert "submit" in reach(exempt).operations("a")


def test_nothing_is_open_without_the_interface() -> None:
    assert reach("[common]\n[authgroup: a]\nall = yes\n").groups == ()
