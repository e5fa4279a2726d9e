import pytest

from tokenlint.services.vault.durations import seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("3600", 3600),
        (" 1h30m ", 5400),
        ("2d", 172800),
        ("500ms", 0),
        ("1h 30m", None),
        ("soon", None),
        ("", None),
    ],
)
def test_seconds(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
