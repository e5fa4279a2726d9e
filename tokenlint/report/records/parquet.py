"""Records as columns: Apache Parquet, by way of pyarrow, in groups of rows of bounded size."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import IO, TYPE_CHECKING

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from tokenlint import __version__
from tokenlint.errors import UsageError
from tokenlint.scan.records import Common, Record
from tokenlint.scan.rows import RECORD, Row

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

ROWS_A_GROUP = 20_000

_TEXTS = """file kind fingerprint shape subject client token_id missing
            form profile issuer lifetime_form verification"""
_LISTS = "scope layers audiences rules"
_INTEGERS = "offset line lifetime"
_TRUTHS = "whole anywhere valid"
_TIMES = "issued not_before expiry"
_SHARES = "magnitude exposure excess"


def require() -> None:
    """Raises UsageError where the library is not installed."""
    try:
        import pyarrow.parquet  # type: ignore[import-untyped]  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "--parquet needs pyarrow, which is not installed",
            advice="pip install 'wlcg-tokenlint[parquet]'",
        ) from error


def schema(judged_at: int) -> "pa.Schema":
    """The columns; the metadata name the format, the tool and the judged instant."""
    import pyarrow as pa

    axes = [(name, pa.float64()) for name in ("audience", "scope", "lifetime")]
    types = {
        **dict.fromkeys(_TEXTS.split(), pa.string()),
        **dict.fromkeys(_LISTS.split(), pa.list_(pa.string())),
        **dict.fromkeys(_INTEGERS.split(), pa.int64()),
        **dict.fromkeys(_TRUTHS.split(), pa.bool_()),
        **dict.fromkeys(_TIMES.split(), pa.timestamp("ms", tz="UTC")),
        **dict.fromkeys(_SHARES.split(), pa.float64()),
        "vector": pa.struct(axes),
    }
    told = {"schema": RECORD, "tokenlint": __version__, "judged_at": str(judged_at)}
    names = (*Row.__struct_fields__, *Common.__struct_fields__)
    return pa.schema([(name, types[name]) for name in names], metadata=told)


class Parquet:
    """Writes records to a stream of bytes; what is there is no file before `close`."""

    def __init__(self, stream: IO[bytes], judged_at: int) -> None:
        from pyarrow.parquet import ParquetWriter

        self._schema = schema(judged_at)
        self._writer = ParquetWriter(stream, self._schema, compression="zstd")
        self._records: list[Record] = []

    def write(self, records: Iterable[Record]) -> None:
        """Take some more records, and write those that fill a group. Raises OSError."""
        for record in records:
            self._records.append(record)
            if len(self._records) >= ROWS_A_GROUP:
                self._group()

    def _group(self) -> None:
        import pyarrow as pa

        rows, commons = zip(*self._records, strict=True)
        self._records = []
        distinct = {common: number for number, common in enumerate(dict.fromkeys(commons))}
        at = pa.array([distinct[common] for common in commons], pa.int32())
        shared = [column.take(at) for column in self._arrays(Common, tuple(distinct))]
        arrays = [*self._arrays(Row, rows), *shared]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def _arrays(self, kind: type[Struct], values: Sequence[Struct]) -> "Iterator[pa.Array]":
        """Each member of some values as a column, with a null where JSON has no member."""
        import pyarrow as pa

        for field in fields(kind):
            column = [getattr(value, field.name) for value in values]
            if field.default is not NODEFAULT:
                column = [None if value == field.default else value for value in column]
            if field.name == "vector":
                column = [None if value is None else asdict(value) for value in column]
            yield pa.array(column, self._schema.field(field.name).type)

    def close(self) -> None:
        """Write what is left, and the end. Raises OSError."""
        if self._records:
            self._group()
        self._writer.close()

    def drop(self) -> None:
        """Write nothing more; never raises."""
        with suppress(OSError, ValueError):
            self._writer.close()
        self._writer.is_open = False  # or it would try once more when it goes away
