from tokenlint.services.structured.spring import Layer, layers_of
from tokenlint.services.structured.spring_profiles import alternatives
from tokenlint.services.text import Text


def _layers(**files: str) -> list[Layer]:
    found: list[Layer] = []
    for profile, content in files.items():
        name = "application.yml" if profile == "plain" else f"application-{profile}.yml"
        found += layers_of(Text(name, name, content))[0]
    return found


def _profiles(layers: list[Layer]) -> list[list[str]]:
    return [[layer.profile for layer in each] for each in alternatives(layers)]


def test_profiles_that_set_different_things_hold_together() -> None:
    assert _profiles(_layers(a="x: 1\n", plain="x: 0\n", b="y: 1\n")) == [["", "a", "b"]]


def test_profiles_that_set_the_same_are_alternatives() -> None:
    layers = _layers(plain="x: 0\n", a="x: 1\n", b="x: 2\ny: 1\n")
    assert _profiles(layers) == [["", "a"], ["", "b"]]


def test_documents_of_one_profile_stay_together() -> None:
    assert _profiles(_layers(a="x: 1\n---\nx: 2\n")) == [["a", "a"]]


def test_nothing_makes_nothing() -> None:
    assert alternatives([]) == []
