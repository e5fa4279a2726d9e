"""Inputs in every packing: read whole, or with a problem at the place where it ends."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capture.reading import read, read_file
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import DEFAULT_LIMITS
from tokenlint.capture.opening import open_input
from tokenlint.capture.unpack import _zstd_module
from tokenlint.source import Problem

Pack = Callable[[bytes], bytes]
_ZSTD = _zstd_module()
_CHECKED = {_ZSTD.CompressionParameter.checksum_flag: 1}  # as the `zstd` command does


def zstd(data: bytes) -> bytes:
    return _ZSTD.compress(data, options=_CHECKED)


TEXT = b"".join(b"line %d of a file\n" % number for number in range(20_000))
COMPRESSIONS: dict[str, Pack] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}
EACH = pytest.mark.parametrize("pack", COMPRESSIONS.values(), ids=COMPRESSIONS)


def _tar(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


class _OneWay(io.RawIOBase):
    """A file that cannot seek, so that `zipfile` writes sizes behind the members."""

    def __init__(self) -> None:
        self.written = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self.written.write(data)  # type: ignore[call-overload]


def _streamed_zip(members: dict[str, bytes], method: int) -> bytes:
    target = _OneWay()
    with zipfile.ZipFile(target, "w", method) as archive:  # type: ignore[arg-type]
        for name, data in members.items():
            archive.writestr(name, data)
    return target.written.getvalue()


@EACH
def test_compressed_files_are_read_with_all_their_members(tmp_path: Path, pack: Pack) -> None:
    packed = pack(TEXT) + pack(b"and more\n") + (b"" if pack is zstd else bytes(512))
    result = read(tmp_path / "any-name", packed)
    assert result.texts == {"": TEXT + b"and more\n"}
    assert result.problems == []


@EACH
def test_a_compressed_file_without_its_end_is_used_as_far_as_it_goes(
    tmp_path: Path, pack: Pack
) -> None:
    packed = pack(TEXT)
    result = read(tmp_path / "f", packed[:-20])
    assert TEXT.startswith(result.texts[""])
    assert result.kinds == ["truncated"]
    assert f"{len(packed) - 20:,}" in result.problems[0].reason


@EACH
def test_damage_and_what_follows_is_a_problem(tmp_path: Path, pack: Pack) -> None:
    packed = pack(TEXT)
    middle = len(packed) // 2
    broken = packed[:middle] + bytes(byte ^ 0xFF for byte in packed[middle : middle + 8])
    assert read(tmp_path / "f", broken + packed[middle + 8 :]).kinds == ["damaged"]
    followed = read(tmp_path / "f", packed + b"something else")
    assert followed.kinds == ["damaged"]
    assert followed.texts[""] == TEXT


def test_of_a_damaged_gzip_file_nearly_all_before_the_damage_is_read(tmp_path: Path) -> None:
    text = os.urandom(400_000).hex().encode()
    packed = gzip.compress(text)
    at = len(packed) * 3 // 4
    broken = packed[:at] + bytes(64) + packed[at + 64 :]
    got = read(tmp_path / "f", broken).texts[""]
    assert text.startswith(got[:500_000])
    assert len(got) > 0.7 * len(text)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, *COMPRESSIONS.values()], ids=["plain", *COMPRESSIONS])
def test_tar_members_are_inputs_of_their_own(tmp_path: Path, form: int, pack: Pack) -> None:
    long = "/".join(["folder"] * (30 if form != tarfile.USTAR_FORMAT else 15)) + "/file"
    members = {"a.txt": TEXT, long: gzip.compress(b"inner\n"), "empty": b""}
    result = read(tmp_path / "f", pack(_tar(members, form)))
    assert result.problems == []
    shown = f"!{long}" if len(long) <= 200 else f"!{long[:199]}…"
    assert result.texts == {"!a.txt": TEXT, shown: b"inner\n", "!empty": b""}


def test_links_devices_and_folders_in_a_tar_are_passed_over(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.DIRTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/hostname"
            archive.addfile(member)
        device = tarfile.TarInfo("dev")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
        last = tarfile.TarInfo("../../../\x1b[31mred")
        last.size = 3
        archive.addfile(last, io.BytesIO(b"end"))
    result = read(tmp_path / "f", buffer.getvalue())
    assert result.texts == {"!../../../\\x1b[31mred": b"end"}
    assert result.problems == []


def test_two_tars_in_a_row_are_both_read(tmp_path: Path) -> None:
    result = read(tmp_path / "f", _tar({"a": b"1"}) + _tar({"b": b"2"}))
    assert result.texts == {"!a": b"1", "!b": b"2"}


def test_what_follows_damage_in_a_tar_is_read_as_plain_bytes(tmp_path: Path) -> None:
    packed = bytearray(_tar({"a": b"first", "b": b"second"}, tarfile.USTAR_FORMAT))
    packed[1024 + 3] ^= 0xFF  # in the name of the second member: its checksum is wrong
    result = read(tmp_path / "f", bytes(packed))
    assert result.texts["!a"] == b"first"
    assert b"second" in result.texts["!<rest at 1024>"]
    assert result.kinds == ["damaged"]


def test_a_tar_without_its_end_names_the_member_and_the_place(tmp_path: Path) -> None:
    result = read(tmp_path / "f", _tar({"a": TEXT}, tarfile.USTAR_FORMAT)[: 512 + 1000])
    assert result.texts == {"!a": TEXT[:1000]}
    assert result.kinds == ["truncated"]
    assert "byte 1,000" in result.problems[0].reason


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("streamed", [False, True])
def test_zip_members_are_inputs_of_their_own(
    tmp_path: Path, method: int, *, streamed: bool
) -> None:
    members = {"a.txt": TEXT, "d/": b"", "b": b"short\n"}
    if streamed and method == zipfile.ZIP_STORED:
        members = {"d/": b"", "a": b""}
    packed = _streamed_zip(members, method) if streamed else _zip(members, method)
    result = read(tmp_path / "f", packed)
    assert result.problems == []
    assert result.texts == {f"!{name}": data for name, data in members.items()}


def test_a_stored_member_without_a_size_is_read_with_what_follows(tmp_path: Path) -> None:
    packed = _streamed_zip({"a": b"first", "b": b"second"}, zipfile.ZIP_STORED)
    result = read(tmp_path / "f", packed)
    assert result.kinds == ["not-recognised"]
    (text,) = result.texts.values()
    assert b"first" in text
    assert b"second" in text


def test_a_zip_without_its_directory_is_read_and_told(tmp_path: Path) -> None:
    packed = _zip({"a": TEXT})
    result = read(tmp_path / "f", packed[: packed.index(b"PK\x01\x02")])
    assert result.texts["!a"] == TEXT
    assert result.kinds == ["truncated"]


def test_encrypted_and_unknown_members_are_problems_and_the_next_is_read(tmp_path: Path) -> None:
    packed = bytearray(_zip({"a": TEXT, "b": TEXT, "c": b"last"}))
    second = packed.index(b"PK\x03\x04", 4)
    packed[6] |= 1  # the first one's flag: encrypted
    packed[second + 8] = 9  # the second one's method: Deflate64
    result = read(tmp_path / "f", bytes(packed))
    assert result.texts == {"!a": b"", "!b": b"", "!c": b"last"}
    assert [problem.source.file[-2:] for problem in result.problems] == ["!a", "!b"]
    assert "encrypted" in result.problems[0].reason
    assert "method 9" in result.problems[1].reason


def test_damage_in_a_zip_member_leaves_the_next_one(tmp_path: Path) -> None:
    packed = bytearray(_zip({"a": TEXT, "c": b"last"}))
    packed[2000:2008] = bytes(byte ^ 0xFF for byte in packed[2000:2008])
    result = read(tmp_path / "f", bytes(packed))
    assert result.texts["!c"] == b"last"
    assert result.kinds == ["damaged"]


def test_packings_are_nested_two_deep_and_no_deeper(tmp_path: Path) -> None:
    two = gzip.compress(zstd(TEXT))
    assert read(tmp_path / "f", two).texts == {"": TEXT}
    three = read(tmp_path / "f", bz2.compress(two))
    assert three.texts == {}
    assert three.kinds == ["not-recognised"]
    inner = _tar({"b.gz": gzip.compress(b"deep\n")})
    assert read(tmp_path / "f", gzip.compress(_tar({"a.tar": inner}))).texts == {
        "!a.tar!b.gz": b"deep\n"
    }
    deeper = read(tmp_path / "f", _tar({"0": _tar({"1": _tar({"2": b"x"})}), "3": b"y"}))
    assert deeper.texts == {"!3": b"y"}
    assert [problem.source.file.split("!", 1)[1] for problem in deeper.problems] == ["0!1"]


@EACH
def test_bombs_end_at_the_ratio(tmp_path: Path, pack: Pack) -> None:
    limits = replace(DEFAULT_LIMITS, ratio_after=1 << 16, max_ratio=20)
    result = read(tmp_path / "f", pack(bytes(1 << 22)), limits)
    assert result.kinds == ["decompression-bomb"]
    assert len(result.texts[""]) <= 1 << 20


def test_the_total_of_what_is_unpacked_is_limited_over_all_members(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, max_unpacked=len(TEXT) * 2)
    packed = _tar({f"{n}.gz": gzip.compress(TEXT) for n in range(5)} | {"plain": b"x"})
    result = read(tmp_path / "f", packed, limits)
    assert result.kinds == ["oversize"]
    assert [len(text) for text in result.texts.values()][:2] == [len(TEXT)] * 2
    assert result.texts["!plain"] == b"x"


def test_the_number_of_members_is_limited(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, max_members=3)
    for packed in (_tar({str(n): b"x" for n in range(9)}), _zip({str(n): b"x" for n in range(9)})):
        result = read(tmp_path / "f", packed, limits)
        assert result.kinds == ["oversize"]
        assert len(result.texts) == 3


def test_windows_that_are_too_large_are_refused(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, max_window=1 << 18)
    for pack in (lzma.compress, zstd):
        text = os.urandom(1 << 21) if pack is zstd else TEXT
        assert read(tmp_path / "f", pack(text), limits).kinds == ["oversize"]


@pytest.mark.parametrize(
    ("beginning", "word"),
    [(b"\x04\x22\x4d\x18", "lz4"), (b"LPKSHHRH", "journalctl"), (b"PAR1", "Parquet")],
)
def test_formats_that_hide_text_are_told_and_searched_all_the_same(
    tmp_path: Path, beginning: bytes, word: str
) -> None:
    result = read(tmp_path / "f", beginning + b" rest\n")
    assert result.texts == {"": beginning + b" rest\n"}
    assert word in result.problems[0].reason + result.problems[0].advice


def test_words_that_look_like_magic_are_plain(tmp_path: Path) -> None:
    for text in (b"BZh9 is how it begins\n", b"PKI\n", b"\x1f\x8b", b"0" * 600, b"\xff"):
        assert read(tmp_path / "f", text).texts == {"": text}


def test_pipes_are_read_when_they_are_named() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(gzip.compress(b"through a pipe\n"))
    try:
        result = read_file(Path(f"/dev/fd/{reading}"))
    finally:
        os.close(reading)
    assert list(result.texts.values()) == [b"through a pipe\n"]


def test_what_is_no_longer_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f")
    problems: list[Problem] = []
    assert list(open_input(Input(str(tmp_path / "f")), problems)) == []
    assert list(open_input(Input(str(tmp_path / "gone")), problems)) == []
    assert [problem.kind for problem in problems] == ["unreadable", "unreadable"]


SAMPLES = [
    *(pack(TEXT[:3000]) for pack in COMPRESSIONS.values()),
    *(_tar({"a": b"x" * 700, "n" * 150: b"y"}, form) for form in (1, 2)),
    _zip({"a": TEXT[:3000], "b": b"x"}),
    _streamed_zip({"a": TEXT[:3000], "b": b"x"}, zipfile.ZIP_DEFLATED),
    gzip.compress(_tar({"a.zip": _zip({"b": b"x" * 99})})),
]


@given(st.sampled_from(SAMPLES), st.data())
def test_no_bytes_make_a_reader_raise(
    tmp_path_factory: pytest.TempPathFactory, sample: bytes, data: st.DataObject
) -> None:
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        changed = changed or bytearray(b"\0")
    cut = data.draw(st.integers(0, len(changed)))
    path = tmp_path_factory.getbasetemp() / "changed"
    for each in (bytes(changed), bytes(changed[:cut])):
        read(path, each, replace(DEFAULT_LIMITS, max_unpacked=1 << 20))
