"""Which settings of several profiles hold together.

Which profiles are active stands elsewhere. Profiles that set different things are taken for parts
of one application; those that set the same things are alternatives, each one of its own.
"""

from collections.abc import Sequence

from tokenlint.services.structured.spring import Layer, written_names


def alternatives(layers: Sequence[Layer]) -> list[tuple[Layer, ...]]:
    """The layers of each application that the layers of one folder can make up."""
    plain = [layer for layer in layers if not layer.profile]
    profiles = [layer for layer in layers if layer.profile]
    if _are_apart(profiles):
        return [(*plain, *profiles)] if layers else []
    names = dict.fromkeys(layer.profile for layer in profiles)
    return [(*plain, *(each for each in profiles if each.profile == name)) for name in names]


def _are_apart(layers: Sequence[Layer]) -> bool:
    """Whether no two profiles set the same thing."""
    owner: dict[tuple[str, ...], str] = {}
    for layer in layers:
        for names in written_names(layer.root):
            if owner.setdefault(names, layer.profile) != layer.profile:
                return False
    return True
