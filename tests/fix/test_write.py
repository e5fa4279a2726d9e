"""A file is replaced whole or not at all, and only where it is still what was read."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tokenlint.fix import write as module
from tokenlint.fix.write import write

BEFORE, AFTER = b"scope: a b\r\n", b"scope: a\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file as it was read."""
    path = tmp_path / "w.yaml"
    path.write_bytes(BEFORE)
    return path


def _alone(path: Path) -> bool:
    return list(path.parent.iterdir()) == [path]


def _refused(path: Path, reason: str) -> None:
    problem = write(path, BEFORE, AFTER)
    assert problem is not None
    assert (problem.kind, problem.source.file) == ("not-written", str(path))
    assert reason in problem.reason


def test_the_new_content_with_the_old_mode(file: Path) -> None:
    file.chmod(0o640)
    assert write(file, BEFORE, AFTER) is None
    assert file.read_bytes() == AFTER
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert _alone(file)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.label", b"ours")
    except OSError:
        pytest.skip("this file system keeps no attributes")
    assert write(file, BEFORE, AFTER) is None
    assert os.getxattr(file, "user.label") == b"ours"


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "w.yaml"
    link.symlink_to("../w.yaml")
    assert write(link, BEFORE, AFTER) is None
    assert link.is_symlink()
    assert file.read_bytes() == AFTER
    assert not file.is_symlink()


@pytest.mark.parametrize("now", [b"", BEFORE + b"x", b"scope: a c\r\n"])
def test_a_file_that_was_changed_is_left_alone(file: Path, now: bytes) -> None:
    file.write_bytes(now)
    _refused(file, "changed since it was read")
    assert file.read_bytes() == now
    assert _alone(file)


def test_a_change_in_the_last_moment_is_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def meanwhile(descriptor: int) -> None:
        real(descriptor)
        file.write_bytes(b"scope: c\r\n")

    monkeypatch.setattr(module.os, "fsync", meanwhile)
    _refused(file, "changed since it was read")
    assert file.read_bytes() == b"scope: c\r\n"
    assert _alone(file)


def test_a_vanished_file(file: Path) -> None:
    file.unlink()
    _refused(file, "No such file")
    assert list(file.parent.iterdir()) == []


def test_a_read_only_file(file: Path) -> None:
    file.chmod(0o444)
    _refused(file, "read-only")
    assert file.read_bytes() == BEFORE


def test_a_read_only_folder(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        _refused(file, "its folder is read-only")
        assert file.read_bytes() == BEFORE
        assert _alone(file)
    finally:
        file.parent.chmod(0o755)


def test_rights_that_the_mode_does_not_tell(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.os, "access", lambda path, _: path != file)
    _refused(file, "it is read-only")
    monkeypatch.setattr(module.os, "access", lambda path, _: path == file)
    _refused(file, "its folder is read-only")


def test_a_file_with_two_names(file: Path, tmp_path: Path) -> None:
    os.link(file, tmp_path / "other.yaml")
    _refused(file, "hard link")
    assert file.read_bytes() == (tmp_path / "other.yaml").read_bytes() == BEFORE


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _refused(tmp_path / "folder", "no regular file")


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
def test_a_failing_step_leaves_nothing_behind(
    step: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, step, fail)
    _refused(file, "No space left on device")
    assert file.read_bytes() == BEFORE
    assert _alone(file)


@pytest.mark.parametrize("step", ["open", "fchmod", "fsync", "replace"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_process_killed_at_any_step_leaves_the_old_or_the_new(
    step: str, after: bool, file: Path
) -> None:
    program = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from tokenlint.fix import write as module
        step, after, path = sys.argv[1], sys.argv[2] == "True", Path(sys.argv[3])
        real = getattr(os, step)
        def deadly(*given, **named):
            if after:
                real(*given, **named)
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(os, step, deadly)
        module.write(path, b"scope: a b\\r\\n", b"scope: a\\r\\n")
    """)
    done = subprocess.run(
        [sys.executable, "-c", program, step, str(after), str(file)],
        cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    expected = AFTER if (step, after) == ("replace", True) else BEFORE
    assert file.read_bytes() == expected
