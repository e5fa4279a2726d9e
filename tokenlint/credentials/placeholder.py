"""Placeholders: what Helm, Jinja, ERB, a shell or a reader of documentation fills in later."""

import re

_PLACEHOLDER = re.compile(
    r"""
    \{\{ | \}\} | \{% | %\}          # Helm, Jinja: also a part that spans lines
    | \{\#(?:[^#{\n]|\#(?!\}))*+\#\}
    | <% | %>                                  # ERB, EPP
    | \$\{(?:[^}$]|\$(?!\{))*+\}               # shell, HTCondor: the innermost one tells
    | \$\((?:[^)$]|\$(?!\())*+\)
    | \$\[(?:[^]$]|\$(?!\[))*+\]
    | \$[A-Za-z_][A-Za-z0-9_]*                 # shell, XRootD
    | @[A-Z][A-Z0-9_]*@ | %[A-Z][A-Z0-9_]*%    # configure
    | <[A-Za-z][A-Za-z0-9 _./'-]*> | <\.\.\.>  # documentation
    """,
    re.VERBOSE,
)


def has_placeholder(text: str) -> bool:
    """Whether something else fills in a part of the text before the product reads it."""
    return _PLACEHOLDER.search(text) is not None
