"""How long properties search: each says its usual number of examples, the profile scales it.

The profiles stand in `tests/conftest.py`, and the environment chooses one by `HYPOTHESIS_PROFILE`.
An ordinary run is short and random, so that it finds something new from day to day;
the gate takes the usual number, always the same examples; `thorough` takes twenty times as many.
"""

from hypothesis import settings

USUAL = 100
"""What hypothesis does when a property says nothing."""


def examples(usual: int) -> int:
    """`usual` examples in the gate, fewer or more in other profiles; at least one."""
    return max(1, usual * settings().max_examples // USUAL)
