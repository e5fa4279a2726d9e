from tests.services.arc.configs import BASE, acceptance
from tokenlint.services.acceptance import Setting


def setting(content: str, name: str, *, embedded: bool = False) -> Setting:
    found = acceptance(content, embedded=embedded).settings
    return next(each for each in found if each.name == name)


def test_what_is_written_and_what_is_left_at_its_default() -> None:
    written = setting(BASE, "arex/ws/jobs.allowaccess")
    assert (written.value, written.written, written.source.line) == ("jobs pilots", True, 15)
    left = setting(BASE, "arex.user")
    assert (left.value, left.written, left.known, left.source.line) == ("root", False, True, 11)
    assert setting(BASE, "authtokens").value == "on"


def test_what_is_absent_from_a_snippet_is_unknown() -> None:
    found = setting("[arex]\n", "authtokens", embedded=True)
    assert (found.value, found.known) == ("", False)
    assert setting("[arex]\n", "arex.user", embedded=True).known is False


def test_no_setting_without_its_block() -> None:
    names = {each.name for each in acceptance("[common]\n[arex]\n").settings}
    assert names == {"authtokens", "arex/ws/publicinfo", "arex.user", "arex.norootpower"}


def test_a_value_that_is_filled_in_later() -> None:
    found = setting(BASE.replace("[arex]", "[arex]\nuser = {{ .user }}"), "arex.user")
    assert (found.value, found.known) == ("", False)
