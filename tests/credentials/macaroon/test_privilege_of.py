"""What macaroons allow: the laws of caveats, and the languages of the products."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.macaroon.minting import minted
from tests.minting import NOW
from tokenlint.credentials.macaroon.language import Meaning
from tokenlint.credentials.macaroon.macaroon import Caveat, Form, Macaroon
from tokenlint.credentials.macaroon.privilege_of import privilege_of_macaroon, understand
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.macaroon.reading import Standing
from tokenlint.errors import UsageError
from tokenlint.policy.macaroon_languages import shipped_languages
from tokenlint.privilege.capability import Action
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import NOTHING, Privilege

LANGUAGES = shipped_languages()
PRODUCTS = (None, "dcache", "xrootd")
SITE = "EXAMPLE-SITE"
ACTIVITIES = ("DOWNLOAD", "UPLOAD", "MANAGE", "DELETE", "LIST", "STAGE", "READ_METADATA", "ODD")
CAVEATS = st.one_of(
    st.sampled_from(
        (
            "before:2026-11-20T13:00:00Z",
            "before:2026-11-20T11:00:00Z",
            "before:2026-11-21T12:00:00.5Z",
            "before:soon",
            "path:/",
            "path:/foo",
            "path:/foo/bar/",
            "path:/foobar",
            "path:/../foo",
            "path:bar",
            "path:",
            "root:/foo",
            "root:/foo/bar",
            "home:/foo",
            "ip:192.0.2.0/24",
            "max-upload:5",
            "id:1000;1000;made-up",
            "name:made-up",
            "iid:made-up",
            "odd:thing",
            "no colon",
            "",
        )
    ),
    st.lists(st.sampled_from(ACTIVITIES), max_size=3).map(lambda n: f"activity:{','.join(n)}"),
)
LISTS = st.lists(CAVEATS, max_size=6)


def macaroon(caveats: Sequence[str], location: str = SITE) -> Macaroon:
    made = tuple(Caveat(text) for text in caveats)
    return Macaroon("0" * 12, Form.BASE64, 1, location, b"made-up", made)


def privilege(*caveats: str, location: str = SITE, product: str | None = None) -> Privilege:
    return privilege_of_macaroon(macaroon(caveats, location), NOW, LANGUAGES, product)


def granted(*caveats: str, product: str | None = None) -> list[str]:
    return [str(each) for each in privilege(*caveats, product=product).capabilities]


def operations(*caveats: str, product: str | None = None) -> set[str]:
    return {each.value for each in understand(macaroon(caveats), LANGUAGES, product).operations}


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("location", [SITE, "", "Optional.empty", "https://se.example"])
@given(caveats=LISTS, more=CAVEATS)
def test_a_caveat_never_widens(
    product: str | None, location: str, caveats: list[str], more: str
) -> None:
    before = privilege(*caveats, location=location, product=product)
    assert privilege(*caveats, more, location=location, product=product) <= before
    ahead = understand(macaroon(caveats, location), LANGUAGES, product)
    after = understand(macaroon([*caveats, more], location), LANGUAGES, product)
    assert after.operations <= ahead.operations


@given(caveats=LISTS, data=st.data())
def test_the_order_of_caveats_does_not_matter_to_xrootd(
    caveats: list[str], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(caveats))
    assert privilege(*caveats, product="xrootd") == privilege(*other, product="xrootd")


@given(caveats=LISTS, data=st.data())
def test_only_the_order_of_paths_matters_to_dcache(caveats: list[str], data: st.DataObject) -> None:
    """It takes every path below the one before; the user guide says so."""
    paths = [each for each in caveats if each.startswith(("path:", "root:"))]
    rest = data.draw(st.permutations([each for each in caveats if each not in paths]))
    assert privilege(*caveats, product="dcache") == privilege(*rest, *paths, product="dcache")
    assert privilege(*caveats, product="dcache") == privilege(*paths, *rest, product="dcache")


@pytest.mark.parametrize("product", PRODUCTS)
@given(caveats=LISTS, at=st.integers(0, 6))
def test_an_unknown_caveat_changes_nothing_and_is_told(
    product: str | None, caveats: list[str], at: int
) -> None:
    more = [*caveats[:at], "colour:blue", *caveats[at:]]
    assert privilege(*more, product=product) == privilege(*caveats, product=product)
    found = understand(macaroon(more), LANGUAGES, product)
    assert found.standing(min(at, len(caveats))) is Standing.UNKNOWN


@given(LISTS)
def test_an_undecided_one_allows_what_any_of_its_products_does(caveats: list[str]) -> None:
    found = understand(macaroon(caveats), LANGUAGES)
    each = [privilege(*caveats, product=reading.language.product) for reading in found.readings]
    whole = privilege(*caveats)
    if found.disputed:
        assert all(whole <= one for one in each)
    else:
        assert all(one <= whole for one in each)


@pytest.mark.parametrize(
    ("caveats", "location", "products"),
    [
        (["path:/a"], SITE, ("dcache", "xrootd")),
        (["name:made-up"], SITE, ("xrootd",)),
        (["id:1;1;made-up"], SITE, ("dcache",)),
        (["ip:192.0.2.1"], SITE, ("dcache",)),
        (["path:/a"], "Optional.empty", ("dcache",)),
        (["path:/a"], "Optional[/a]", ("dcache",)),
        (["odd:thing"], SITE, ("dcache", "xrootd")),
        (["name:made-up", "iid:made-up"], SITE, ()),
        (["name:made-up"], "Optional.empty", ()),
    ],
)
def test_whose_it_is(caveats: list[str], location: str, products: tuple[str, ...]) -> None:
    assert understand(macaroon(caveats, location), LANGUAGES).products == products


def test_two_paths_meet_at_xrootd_and_nest_at_dcache() -> None:
    both = ("activity:DOWNLOAD", "path:/data", "path:/data/set1")
    assert "storage.read:/data/set1" in granted(*both, product="xrootd")
    assert "storage.read:/data/data/set1" in granted(*both, product="dcache")
    apart = ("activity:DOWNLOAD", "path:/data", "path:/other")
    assert privilege(*apart, product="xrootd") == NOTHING
    assert "storage.read:/data/other" in granted(*apart, product="dcache")


@pytest.mark.parametrize(
    ("caveats", "path"),
    [  # the examples of the user guide of dCache
        (["root:/Users/alice", "root:shared"], "/Users/alice/shared"),
        (["path:/Users/alice", "path:/shared"], "/Users/alice/shared"),
        (["path:/Users/alice/shared", "root:/Users/alice"], "/Users/alice/shared"),
        (["root:/Users/alice", "path:/shared"], "/Users/alice/shared"),
        (["path:/Users", "root:/Users/alice"], "/Users/alice"),
        (["root:/Users/alice", "path:/../../etc"], "/Users/alice/etc"),
        (["home:/Users/alice"], "/"),
    ],
)
def test_root_and_path_of_dcache(caveats: list[str], path: str) -> None:
    assert granted(*caveats, "activity:DOWNLOAD", product="dcache")[-1] == f"storage.read:{path}"


def test_a_root_outside_of_the_path_leaves_nothing() -> None:
    assert privilege("path:/Users/alice", "root:/Users/bob", product="dcache") == NOTHING


@pytest.mark.parametrize(
    ("product", "names", "allowed"),
    [
        ("dcache", "UPLOAD", {"stat", "poll", "create"}),
        ("dcache", "UPLOAD,DELETE", {"stat", "poll", "create", "delete", "overwrite"}),
        ("dcache", "MANAGE", {"stat", "poll", "mkdir", "rename"}),
        ("dcache", "MANAGE,DELETE", {"stat", "poll", "mkdir", "rename", "delete", "rename-over"}),
        ("xrootd", "UPLOAD", {"stat", "create", "rename"}),
        ("xrootd", "MANAGE", {"stat", "create", "mkdir", "rename", "rename-over", "overwrite"}),
        ("xrootd", "DELETE", {"stat", "delete"}),
        ("xrootd", "READ_METADATA", {"stat"}),
        ("xrootd", "STAGE", {"stat"}),
    ],
)
def test_activities(product: str, names: str, allowed: set[str]) -> None:
    assert operations(f"activity:{names}", product=product) == allowed


def test_several_activity_caveats_intersect_after_what_each_brings() -> None:
    """At XRootD, MANAGE stands for UPLOAD, so both caveats let new files be written."""
    assert "create" in operations("activity:MANAGE", "activity:UPLOAD", product="xrootd")
    assert "overwrite" not in operations("activity:MANAGE", "activity:UPLOAD", product="xrootd")
    assert operations("activity:LIST", "activity:DOWNLOAD", product="xrootd") == {"stat"}


def test_without_activities_everything_on_storage() -> None:
    actions = {each.action for each in privilege("path:/a").capabilities}
    assert actions == {Action.STAGE, Action.READ, Action.MODIFY}
    assert Operation.DELETE.value in operations("path:/a")


def test_the_earliest_end_counts() -> None:
    ends = ("before:2026-11-20T15:00:00Z", "before:2026-11-20T13:00:00Z")
    assert privilege(*ends).validity.expiry == NOW + 3600
    assert privilege(*ends).validity.not_before == NOW
    assert privilege("path:/a").validity.expiry is None


def test_expired_and_unreadable_ones_allow_nothing() -> None:
    assert privilege("before:2026-11-20T12:00:00Z") == NOTHING
    broken = Macaroon("0" * 12, Form.UNREADABLE)
    assert privilege_of_macaroon(broken, NOW, LANGUAGES) == NOTHING


def test_the_audience_is_the_location() -> None:
    assert privilege("path:/a", location="https://a.example").audience.endpoints == {
        "https://a.example"
    }
    missing = privilege("path:/a", location="").audience
    assert (missing.unlimited, missing.stated) == (True, "missing")
    # No word is a wildcard in a location.
    assert privilege("path:/a", location="ANY").audience.endpoints == {"ANY"}


@pytest.mark.parametrize("product", ["storm-webdav", "eos", ""])
def test_a_product_without_macaroons_is_refused(product: str) -> None:
    with pytest.raises(UsageError, match="issues no macaroons"):
        privilege("path:/a", product=product)


def test_a_third_party_bounds_nothing() -> None:
    plain = macaroon(["path:/a"])
    parties = (*plain.caveats, Caveat("", third_party=True, location="https://login.example"))
    other = Macaroon("0" * 12, Form.BASE64, 1, SITE, b"made-up", parties)
    assert privilege_of_macaroon(plain, NOW, LANGUAGES) == privilege_of_macaroon(
        other, NOW, LANGUAGES
    )
    assert understand(other, LANGUAGES).standing(1) is Standing.THIRD_PARTY


# What went wrong in services, and must not go wrong in a reader.


def test_a_network_caveat_is_seen_beside_others() -> None:
    """EGI-SVG-2020-16806: an `ip` caveat was ignored where it stood with others."""
    found = understand(macaroon(["activity:LIST", "ip:192.0.2.0/24", "path:/a"]), LANGUAGES)
    assert found.products == ("dcache",)
    assert found.standing(1) is Standing.UNDERSTOOD
    key = found.readings[0].language.key("ip")
    assert key is not None
    assert key.means is Meaning.NETWORK


def test_a_path_does_not_reach_its_neighbours() -> None:
    """XRootD before 5.9.1 compared letters: /foo reached /foobar."""
    foo = privilege("path:/foo", "activity:DOWNLOAD")
    assert foo.covers(privilege("path:/foo/bar", "activity:DOWNLOAD"))
    assert not foo.covers(privilege("path:/foobar", "activity:DOWNLOAD"))
    assert privilege("path:/foo", "path:/foobar", product="xrootd") == NOTHING


def test_what_a_holder_adds_takes_nothing_back() -> None:
    """XRootD before 5.9.3 took caveats with reserved keys from the request."""
    issued = ("name:made-up", "activity:DOWNLOAD", "path:/data/a", "before:2026-11-20T13:00:00Z")
    added = ("name:root", "activity:DELETE,MANAGE", "path:/", "before:2027-01-01T00:00:00Z")
    assert privilege(*issued, *added) <= privilege(*issued)
    assert Operation.DELETE.value not in operations(*issued, *added)


def test_from_bytes_to_privilege() -> None:
    data = minted("path:/data/a%b c", "activity:DOWNLOAD,LIST", "before:2026-11-20T13:00:00Z")
    found = privilege_of_macaroon(read_macaroon(data), NOW, LANGUAGES)
    assert [str(each) for each in found.capabilities] == [
        "storage.poll:/data/a%25b%20c",
        "storage.read:/data/a%25b%20c",
    ]
    assert found.validity.seconds == 3600
