"""The table of what products let a scope do."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint import shipped
from tokenlint.errors import PolicyError
from tokenlint.policy import implementations
from tokenlint.policy.entries import read_data
from tokenlint.policy.implementations import (
    Implementations,
    Product,
    Row,
    Versions,
    read_implementations,
    version_key,
)


@pytest.fixture(scope="module")
def data() -> Any:
    return read_data(shipped.rules_dir() / "implementations.yaml")


@pytest.fixture(scope="module")
def table(data: Any) -> Implementations:
    return read_implementations(data)


def words(definition: str) -> set[str]:
    schema = json.loads((shipped.policies_dir() / "schema" / "policy-input.json").read_text())
    return set(schema["$defs"][definition]["enum"])


class TestVersionKey:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("5.4.3", (5, 4, 3)),
            (" v5.4.3 ", (5, 4, 3)),
            ("5.4.3-1.el9", (5, 4, 3)),
            ("5.5rc1.2", (5, 5)),
            ("5.5.0", (5, 5)),
            ("10", (10,)),
            ("0.0", (0,)),
            ("5..1", (5,)),
            ("latest", None),
            ("", None),
            (".5", None),
            ("9" * 10, None),
            ("\u0665.4", None),  # an Arabic digit is no version
        ],
    )
    def test_reads_the_numbers(self, text: str, key: tuple[int, ...] | None) -> None:
        assert version_key(text) == key

    @given(st.text())
    def test_never_raises(self, text: str) -> None:
        key = version_key(text)
        assert key is None or all(number >= 0 for number in key)

    @given(st.lists(st.integers(0, 999), min_size=1, max_size=5), st.integers(0, 3))
    def test_zeros_at_the_end_say_nothing(self, numbers: list[int], zeros: int) -> None:
        text = ".".join(map(str, numbers))
        assert version_key(text) == version_key(text + ".0" * zeros)

    def test_numbers_are_compared_as_numbers(self) -> None:
        keys = [version_key(text) for text in ("5.4.10", "5.5", "5.10.1", "10.0")]
        assert keys == sorted(keys, key=lambda key: key or ())


class TestVersions:
    def test_since_and_through_belong_to_it_and_before_does_not(self) -> None:
        assert (5, 5) in Versions(since="5.5.0")
        assert (5, 4, 9) not in Versions(since="5.5.0")
        assert (5, 5) not in Versions(before="5.5.0")
        assert (5, 4, 9) in Versions(before="5.5.0")
        assert (5, 5, 3) in Versions(through="5.5.3")
        assert (5, 5, 3, 1) not in Versions(through="5.5.3")

    def test_an_unknown_version_is_only_in_the_range_of_all(self) -> None:
        assert None in Versions()
        assert None not in Versions(since="1")

    @pytest.mark.parametrize(
        ("versions", "reason"),
        [
            (Versions(), ""),
            (Versions("5.5", "5.6"), ""),
            (Versions("5.5", through="5.5"), ""),
            (Versions("5.6", "5.6"), "no version is in the range"),
            (Versions("5.6", through="5.5"), "no version is in the range"),
            (Versions(before="soon"), "'soon' is no version"),
        ],
    )
    def test_says_why_it_cannot_be_used(self, versions: Versions, reason: str) -> None:
        assert versions.problem() == reason


class TestShippedTable:
    def test_uses_the_words_of_the_policy_input(self, table: Implementations) -> None:
        actions, operations = words("action"), words("operation_name")
        for row in (row for product in table.products for row in product.rows):
            assert row.holds <= actions, row.id
            assert row.allows | row.refuses | row.open <= operations, row.id

    def test_has_no_member_that_is_not_read(self, data: Any) -> None:
        def fields(kind: type) -> set[str]:
            return {field.name for field in dataclasses.fields(kind)}

        for product in data:
            assert set(product) <= fields(Product), product["product"]
            for row in product["rows"]:
                assert set(row) <= fields(Row), row["id"]
                assert set(row.get("versions", {})) <= fields(Versions), row["id"]

    def test_every_row_has_a_source_that_can_be_opened(self, table: Implementations) -> None:
        for row in (row for product in table.products for row in product.rows):
            assert row.source.title, row.id
            assert row.source.url.startswith("https://"), row.id
            assert row.says.endswith("."), row.id

    @pytest.mark.parametrize(
        "product",
        ["wlcg-profile", "xrootd", "dcache", "storm-webdav", "eos", "htcondor-ce", "arc-ce"],
    )
    def test_names_the_products_of_the_grid(self, table: Implementations, product: str) -> None:
        assert table.rows(product, "999")

    def test_is_what_the_installation_holds(
        self, monkeypatch: pytest.MonkeyPatch, data: Any
    ) -> None:
        monkeypatch.setattr(shipped, "compiled", lambda: {"implementations": data})
        implementations.shipped_implementations.cache_clear()
        try:
            assert implementations.shipped_implementations().product("xrootd")
        finally:
            implementations.shipped_implementations.cache_clear()


class TestProduct:
    @pytest.mark.parametrize("name", ["xrootd", "XRootD", "StoRM", "storm_webdav", "HTCondor CE"])
    def test_is_found_however_it_is_written(self, table: Implementations, name: str) -> None:
        assert table.product(name) is not None

    def test_unknown_one_has_no_rows_and_a_suggestion(self, table: Implementations) -> None:
        assert table.product("xroot") is None
        assert table.rows("xroot", "5.4.3") == ()
        assert table.lenient("xroot", "5.4.3", "delete", {"create"}) == ()
        assert table.suggest("xroot") == "xrootd"
        assert table.suggest("a file server") is None


class TestLenient:
    @pytest.mark.parametrize(
        ("product", "version", "operation", "held", "rows"),
        [
            ("xrootd", "5.4.3", "delete", {"create"}, ("xrootd-create-deletes-before-5.5.0",)),
            ("xrootd", "5.4.3", "overwrite", {"create"}, ("xrootd-create-deletes-before-5.5.0",)),
            ("xrootd", "5.5.0", "delete", {"create"}, ()),
            ("xrootd", "5.5.3", "rename-over", {"create", "read"}, ()),
            ("xrootd", "", "delete", {"create"}, ()),
            ("xrootd", "latest", "delete", {"create"}, ()),
            ("xrootd", "6.2.1", "delete", {"modify"}, ("xrootd-modify-since-5.6.9",)),
            ("xrootd", "6.2.1", "stage", {"read"}, ("xrootd-read-prepares",)),
            ("xrootd", "6.2.2", "stage", {"read"}, ()),
            ("dcache", "", "read", {"stage"}, ("dcache-stage-reads",)),
            ("dcache", "10.2.0", "list", {"modify"}, ("dcache-modify",)),
            ("dcache", "10.2.0", "delete", {"create"}, ()),
            ("storm-webdav", "1.8.1", "read", {"stage"}, ("storm-stage-reads",)),
            ("htcondor-ce", "", "submit", {"submit"}, ()),
            ("wlcg-profile", "1.1", "read", {"stage"}, ("profile-stage-before-1.2",)),
            ("wlcg-profile", "1.3", "read", {"stage"}, ()),
            ("xrootd", "5.4.3", "delete", set(), ()),
        ],
    )
    def test_names_the_rows(
        self,
        table: Implementations,
        product: str,
        version: str,
        operation: str,
        held: set[str],
        rows: tuple[str, ...],
    ) -> None:
        assert table.lenient(product, version, operation, held) == rows

    def test_special_spellings_never_answer(self, table: Implementations) -> None:
        special = {row.id for p in table.products for row in p.rows if row.when}
        every = words("action")
        for operation in words("operation_name"):
            assert not special & set(table.lenient("xrootd", "5.4.3", operation, every))
        assert len(special) >= 3

    @given(
        held=st.sets(st.sampled_from(["poll", "stage", "read", "create", "modify"])),
        more=st.sets(st.sampled_from(["poll", "stage", "read", "create", "modify"])),
        version=st.sampled_from(["", "5.4.3", "5.5.3", "6.2.1"]),
        product=st.sampled_from(["xrootd", "dcache", "storm"]),
        operation=st.sampled_from(["read", "stat", "create", "rename", "delete", "stage"]),
    )
    def test_more_held_never_allows_less(
        self,
        table: Implementations,
        held: set[str],
        more: set[str],
        version: str,
        product: str,
        operation: str,
    ) -> None:
        few = table.lenient(product, version, operation, held)
        assert set(few) <= set(table.lenient(product, version, operation, held | more))


class TestStricter:
    @pytest.mark.parametrize(
        ("product", "version", "operation", "held", "rows"),
        [
            ("storm", "", "rename", {"create"}, ("storm-create",)),
            ("storm", "", "rename", {"create", "modify"}, ()),
            ("xrootd", "5.5.3", "rename", {"create"}, ("xrootd-create-5.5.0-to-5.6.8",)),
            ("xrootd", "5.5.3", "rename", {"create", "read"}, ()),
            ("htcondor", "", "submit", {"submit"}, ("htcondor-create-alone",)),
            ("htcondor", "", "submit", {"submit", "cancel", "modify-job"}, ()),
            ("dcache", "", "rename", {"create"}, ()),
        ],
    )
    def test_names_the_rows(
        self,
        table: Implementations,
        product: str,
        version: str,
        operation: str,
        held: set[str],
        rows: tuple[str, ...],
    ) -> None:
        assert table.stricter(product, version, operation, held) == rows


class TestRow:
    def test_is_found_by_its_id(self, table: Implementations) -> None:
        row = table.row("dcache-stage-reads")
        assert row is not None
        assert "1.1" in row.says
        assert table.row("nothing") is None


ROW: dict[str, Any] = {
    "id": "a",
    "scopes": ["storage.read"],
    "holds": ["read"],
    "allows": ["read"],
    "status": "documented",
    "source": {"title": "A manual", "url": "https://manual.example"},
    "says": "It reads.",
}


class TestBrokenTable:
    def read(self, *rows: dict[str, Any]) -> Implementations:
        return read_implementations([{"product": "a", "title": "A", "rows": list(rows)}])

    def test_a_sound_row_is_read(self) -> None:
        assert self.read(ROW).row("a") is not None

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"versions": {"since": "new"}}, "'new' is no version"),
            ({"versions": {"since": "2", "before": "1"}}, "no version is in the range"),
            ({"refuses": ["read"]}, "both allows and refuses read"),
            ({"status": "observed"}, "observed_on goes with"),
            ({"observed_on": ["1"]}, "observed_on goes with"),
            (
                {"status": "observed", "observed_on": ["3"], "versions": {"before": "3"}},
                "observed outside",
            ),
            ({"holds": []}, "names no scope or no action"),
            ({"scopes": []}, "names no scope or no action"),
            ({"status": "rumoured"}, "rumoured"),
            ({"allows": "read"}, "Expected `array`"),
        ],
    )
    def test_says_what_is_wrong(self, change: dict[str, Any], reason: str) -> None:
        with pytest.raises(PolicyError, match=reason) as caught:
            self.read({**ROW, **change})
        assert all(problem.kind == "schema" for problem in caught.value.problems)

    def test_says_all_at_once(self) -> None:
        with pytest.raises(PolicyError, match=r"3 problem\(s\)") as caught:
            self.read({**ROW, "holds": []}, {**ROW, "refuses": ["read"]})
        reasons = [problem.reason for problem in caught.value.problems]
        assert reasons == [
            "row a: names no scope or no action",
            "row a: both allows and refuses read",
            "row a: the id is used twice",
        ]
