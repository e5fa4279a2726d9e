"""The colours of the page, light and dark, as custom properties; contrasts are tested."""

from collections.abc import Mapping

from tokenlint.report import space_svg

_LIGHT: Mapping[str, str] = {
    "back": "#ffffff", "card": "#f6f8fa", "ink": "#1f2328", "muted": "#57606a",
    "rule": "#d1d9e0", "anchor": "#0a58b0", "focus": "#0a58b0", "button": "#ffffff",
    "critical": "#8c0d4f", "high": "#b3261e", "medium": "#8a5300", "low": "#0b6377",
    "info": "#4a5560", "good": "#1a6b34", "mark1": "#b3261e", "mark2": "#0a58b0",
    "bad-back": "#fdecea", "good-back": "#e7f5eb", "warn-back": "#fff4dc",
}  # fmt: skip
_DARK: Mapping[str, str] = {
    "back": "#0f1318", "card": "#181d24", "ink": "#e6edf3", "muted": "#a5b0bb",
    "rule": "#343c46", "anchor": "#79b8ff", "focus": "#79b8ff", "button": "#232a33",
    "critical": "#ff8fc4", "high": "#ff8f86", "medium": "#f0b94d", "low": "#6fd0e6",
    "info": "#b6c2cd", "good": "#76d291", "mark1": "#ff8f86", "mark2": "#79b8ff",
    "bad-back": "#3a1b1c", "good-back": "#14301e", "warn-back": "#35290f",
}  # fmt: skip


def _plots(colours: Mapping[str, str]) -> Mapping[str, str]:
    return {f"s-{name}": colour for name, colour in colours.items()}


THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {**_LIGHT, **_plots(space_svg.LIGHT)},
    "dark": {**_DARK, **_plots(space_svg.DARK)},
}


def theme() -> str:
    """Light as it is, dark where the reader's system or choice says so, light on paper."""
    light, dark = (_properties(THEMES[name]) for name in ("light", "dark"))
    plots = space_svg.style({name: f"var(--s-{name})" for name in space_svg.LIGHT})
    return (
        f":root{{color-scheme:light dark;{light}}}"
        "@media screen and (prefers-color-scheme:dark)"
        f'{{:root:not([data-theme="light"]){{{dark}}}}}'
        f'@media screen{{:root[data-theme="dark"]{{color-scheme:dark;{dark}}}'
        ':root[data-theme="light"]{color-scheme:light}}'
        f"{plots}"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
