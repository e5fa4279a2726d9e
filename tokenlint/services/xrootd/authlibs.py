"""The authorization libraries of `ofs.authlib`, and of EOS's `mgmofs.macaroonslib`."""

from dataclasses import replace

from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import AuthLib

_PARAMETER = "config="


def base_libraries(words: tuple[Value, ...]) -> tuple[AuthLib, ...]:
    """The innermost library; that of macaroons asks the one that it is given, or the database."""
    if "Macaroons" not in words[0].text:
        return (library(words, chained=False),)
    outer = library(words[:1], chained=True)
    return (outer, library(words[1:], chained=False)) if len(words) > 1 else (outer,)


def library(words: tuple[Value, ...], *, chained: bool) -> AuthLib:
    """A library with the file that its parameter `config=` names, the last one it names."""
    named = [word for word in words[1:] if word.text.startswith(_PARAMETER)]
    config = _without_parameter(named[-1]) if named else None
    return AuthLib(words[0].text, chained, config, words[0].source)


def _without_parameter(word: Value) -> Value:
    place = word.source
    if place.column:
        place = replace(place, column=place.column + len(_PARAMETER))
    return replace(word, text=word.text.removeprefix(_PARAMETER), source=place)


def eos_libraries(words: tuple[Value, ...]) -> list[AuthLib]:
    """EOS: the libraries of a line, outermost first; each asks the next one."""
    places = [index for index, word in enumerate(words) if index and ".so" in word.text]
    return [library(words[index:], chained=index != places[-1]) for index in places]
