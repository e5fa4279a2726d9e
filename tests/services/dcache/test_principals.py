from tokenlint.services.dcache.principals import (
    Principal,
    account_text,
    first_group_primary,
    principal,
)


def _principal(written: str) -> Principal:
    read = principal(written)
    assert read is not None
    return read


def test_short_names_and_classes_mean_the_same() -> None:
    assert principal("username:a") == principal("org.dcache.auth.UserNamePrincipal:a")
    assert principal("username") is None


def test_the_primary_group_is_told_by_a_flag() -> None:
    assert _principal("gid:1,true").primary
    assert not _principal("gid:1,false").primary
    assert _principal("gid:1,true").name == "1"
    assert _principal("username:a,true").name == "a,true"


def test_a_placeholder_is_unknown_and_fits_nobody() -> None:
    unknown = _principal("op:{{ .Values.op }}")
    assert not unknown.known
    assert not unknown.fits(unknown)


def test_a_matcher_without_a_flag_fits_both_kinds_of_groups() -> None:
    primary, plain = _principal("group:a,true"), _principal("group:a")
    assert plain.fits(primary)
    assert not primary.fits(plain)
    assert not plain.fits(_principal("gid:a"))


def test_the_first_gid_of_an_option_is_the_primary_one() -> None:
    made = first_group_primary([_principal("uid:1"), _principal("gid:2"), _principal("gid:3")])
    assert [each.primary for each in made] == [False, True, False]


def test_an_account_in_words() -> None:
    words = "gid:2 role:admin username:root gid:0,true uid:0 email:a@vo.example"
    made = [_principal(word) for word in words.split()]
    assert account_text(made) == "username:root uid:0 gid:0 gid:2 role:admin"
