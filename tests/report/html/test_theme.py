"""Colours can be read in both themes: WCAG 2.2, 4.5 to 1 for text, 3 to 1 for marks."""

import pytest

from tokenlint.report.html.theme import THEMES, theme

TEXTS = (
    "ink",
    "muted",
    "anchor",
    "critical",
    "high",
    "medium",
    "low",
    "info",
    "good",
    "mark1",
    "mark2",
)
BACKS = ("back", "card")
MARKS = ("s-need", "s-edge", "s-way", "s-known", "s-axis")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_text_stands_out(name: str) -> None:
    colours = THEMES[name]
    for back in BACKS:
        for text in TEXTS:
            assert contrast(colours[text], colours[back]) >= 4.5, (text, back)
    for back in ("bad-back", "good-back", "warn-back"):
        for text in ("ink", "muted"):
            assert contrast(colours[text], colours[back]) >= 4.5, (text, back)
    for text, back in (("critical", "bad-back"), ("high", "bad-back"), ("medium", "warn-back")):
        assert contrast(colours[text], colours[back]) >= 4.5, "a word in a coloured cell"
    for text in ("s-text", "s-soft"):
        for back in ("back", "s-area", "s-ground"):
            assert contrast(colours[text], colours[back]) >= 4.5, (text, back)
    assert contrast(colours["ink"], colours["button"]) >= 4.5
    assert contrast(colours["focus"], colours["back"]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_marks_stand_out(name: str) -> None:
    colours = THEMES[name]
    for mark in MARKS:
        assert contrast(colours[mark], colours["s-area"]) >= 3, mark


def test_both_themes_have_the_same_colours() -> None:
    light, dark = THEMES.values()
    assert light.keys() == dark.keys()
    assert all(
        f"var(--{name})" in theme() for name in light if name.startswith("s-") if name != "s-ground"
    )
