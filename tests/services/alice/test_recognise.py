from tests.services.alice.files import EXPORT, KEY, RULE, text
from tokenlint.services.alice.recognise import FILE, kind_of


def test_by_name() -> None:
    for name in ("TkAuthz.Authorization", "etc/tkauthz.authorization.j2"):
        assert kind_of(text("", name)) == FILE


def test_by_content() -> None:
    for line in (KEY, EXPORT, RULE):
        assert kind_of(text(f"# x\n{line}", "authz.conf")) == FILE
        assert kind_of(text(line, "README.md", embedded=True)) == FILE
        assert kind_of(text(line, "README.md")) is None


def test_files_of_others() -> None:
    assert kind_of(text("EXPORT PATH=/bin\nKEY VO: x\n", "a.conf")) is None
    assert kind_of(text("", "a.conf")) is None
