"""Where reports go, and what happens when they cannot."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from tests.report import samples
from tokenlint.errors import UsageError
from tokenlint.report.output import Output, append_file, deliver, emit, write_file
from tokenlint.report.view import View


def test_formats_and_files_are_told_apart() -> None:
    assert Output.parse("json") == Output("json")
    assert Output.parse("sarif=a=b.sarif") == Output("sarif", Path("a=b.sarif"))
    assert Output.parse("json=-") == Output("json")


@pytest.mark.parametrize("text", ["json=", "jsn", "jsn=x", ""])
def test_what_is_no_format_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Output.parse(text)
    assert caught.value.advice


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    stream = io.StringIO()
    outputs = [
        Output("concise"),
        Output("json", tmp_path / "r.json"),
        Output("full", tmp_path / "r.txt"),
    ]
    assert deliver(outputs, samples.REPORT, stream, View(width=60, colour=True, unicode=False))
    assert stream.getvalue().startswith("reaper.yaml:15:36: low SCP007")
    assert (tmp_path / "r.json").read_text().startswith('{\n  "schema"')
    written = (tmp_path / "r.txt").read_text("utf-8")
    assert "━" * 40 in written
    assert "\x1b" not in written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.json", "r.txt"]


def test_two_formats_cannot_share_a_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two outputs would go to standard output"):
        deliver([Output("json"), Output("full")], samples.EMPTY, io.StringIO(), View())
    twice = [Output("json", tmp_path / "x"), Output("full", tmp_path / "x")]
    with pytest.raises(UsageError, match="would go to"):
        deliver(twice, samples.EMPTY, io.StringIO(), View())
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("old")
    file.chmod(0o640)
    write_file(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_the_process(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "r.txt", "new")
    finally:
        os.umask(mask)
    assert (tmp_path / "r.txt").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_in_place() -> None:
    write_file(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


def test_a_missing_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_file(tmp_path / "no" / "r.txt", "x")
    assert "No such file or directory" in caught.value.reason
    assert "create it first" in caught.value.advice
    assert caught.value.exit_code == 2


def test_a_folder_and_a_strange_name_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_file(tmp_path, "x")
    assert "name a file in it" in caught.value.advice
    with pytest.raises(UsageError, match="null"):
        write_file(tmp_path / "a\0b", "x")


@pytest.mark.parametrize("name", ["x" * 300, f"{'x' * 300}/report"])
def test_a_name_that_is_too_long_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot write the report"):
        write_file(tmp_path / name, "text")


def test_a_full_disk_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "r.txt"
    file.write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left on device") as caught:
        write_file(file, "new")
    assert "free space" in caught.value.advice
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_a_usage_error() -> None:
    program = (
        "from pathlib import Path\n"
        "from tokenlint.errors import UsageError\n"
        "from tokenlint.report.output import append_file, write_file\n"
        "for write in (append_file, write_file):\n"
        "    try:\n"
        "        write(Path('/dev/full'), 'x')\n"
        "    except UsageError as error:\n"
        "        print(error.reason)"
    )  # in a process of its own: whoever looks at the outputs of tests cannot read all of it
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.count("No space left on device") == 2


def test_a_stream_that_is_not_ready_is_a_usage_error() -> None:
    class Busy(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: object) -> None:
            return None

    stream = io.TextIOWrapper(cast("io.BufferedWriter", Busy()), encoding="utf-8")
    with pytest.raises(UsageError, match="not ready"):
        emit("x", stream)


def test_what_one_write_leaves_over_is_written_next() -> None:
    class Slow(io.BytesIO):
        def write(self, data: Any) -> int:
            return super().write(bytes(data[:3]))

    slow = Slow()
    stream = io.TextIOWrapper(slow, encoding="utf-8")
    assert emit("a long text", stream)
    assert slow.getvalue() == b"a long text"


def test_the_job_summary_is_appended(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    append_file(file, "a\n")
    append_file(file, "b\n")
    assert file.read_text() == "a\nb\n"
    with pytest.raises(UsageError, match="cannot append"):
        append_file(tmp_path / "no" / "x", "a")


def test_characters_that_a_stream_lacks_are_spelled_out() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert emit("│ é\n", stream)
    stream.seek(0)
    assert stream.read() == "\\u2502 \\xe9\n"


def test_a_reader_that_has_left_is_no_error() -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    assert not emit("x", Gone())
    assert not deliver([Output("concise")], samples.EMPTY, Gone(), View())


def test_standard_output_is_pointed_nowhere_after_its_reader_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return 99

    pointed: list[int] = []

    def dup2(nowhere: int, target: int) -> None:
        os.close(nowhere)
        pointed.append(target)

    gone = Gone()
    with monkeypatch.context() as patch:  # undone at once: pytest's own capture uses both
        patch.setattr(sys, "stdout", gone)
        patch.setattr(os, "dup2", dup2)
        assert not emit("x", gone)
    assert pointed == [99]


def test_a_full_stream_is_a_usage_error() -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(UsageError, match="No space left"):
        emit("x", Full())


@pytest.mark.parametrize("options", [[], ["-u"]])
def test_a_closed_pipe_ends_quietly(options: list[str]) -> None:
    program = (
        "import sys; from tokenlint.report.output import emit\n"
        "sys.exit(7 if not emit('x' * 1_000_000, sys.stdout) else 0)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, *options, "-c", program],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 7
