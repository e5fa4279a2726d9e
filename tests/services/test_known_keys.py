"""A key that nobody knows, and the one that was probably meant."""

from tokenlint.services.known_keys import unknown_key
from tokenlint.services.value import Value
from tokenlint.source import Source

KNOWN = {"orgsGrantWritePermission": "true", "restricted_path": ""}


def test_a_slip_is_told_with_the_default_that_holds() -> None:
    found = unknown_key(Value("orgsGrantWritePermissions", Source("f", 1)), "sa", KNOWN)
    assert (found.suggestion, found.default) == ("orgsGrantWritePermission", "true")
    assert (found.section, found.key.source) == ("sa", Source("f", 1))


def test_case_does_not_matter_for_the_suggestion() -> None:
    found = unknown_key(Value("Restricted_Paths", Source("f")), "", KNOWN)
    assert found.suggestion == "restricted_path"


def test_a_key_unlike_all_has_no_suggestion() -> None:
    assert unknown_key(Value("colour", Source("f")), "", KNOWN).suggestion == ""
