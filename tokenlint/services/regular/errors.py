"""What keeps an expression from being understood; both end inside `tokenlint.services`."""


class Broken(ValueError):
    """The expression does not compile; the message says why."""


class Unsupported(ValueError):
    """The expression is valid as far as can be told, but says more than this model holds."""
