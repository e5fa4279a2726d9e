"""Closed sets of options, for the blocks that say who may do what.

Source: `arc.conf.reference` of nordugrid/arc at commit 97883437;
`authtokensgen` is read by auth.cpp (at c09ffe17); `tokenscopes` is known, and not judged.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.arc.blocks import Block, Option
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.value import Value

OPEN = "everybody authenticated"
_ACCESS = {"allowaccess": OPEN, "denyaccess": OPEN}
_RULES = dict.fromkeys(
    "subject file voms authgroup userlist plugin authtokens authtokensgen all name".split(), ""
)
_BLOCKS: Mapping[str, Mapping[str, str]] = {
    "authgroup": _RULES,
    "mapping": {
        "map_to_user": "",
        "map_to_pool": "",
        "map_with_file": "",
        "map_with_plugin": "",
        "policy_on_nomap": "stop",
        "policy_on_map": "stop",
        "policy_on_nogroup": "continue",
    },
    "arex/ws/jobs": {
        **_ACCESS,
        "allownew": "yes",
        "allownew_override": "",
        "maxjobdesc": "5242880",
        "tokenscopes": "",
    },
    "arex/ws/publicinfo": _ACCESS,
    "authtokens": {},
}
# A queue has many options of the batch systems; only a slip in these opens it.
_SLIPS = {"queue": _ACCESS, "gridftpd/jobs": _ACCESS}
_CLOSE = 0.8


def unknown_keys(blocks: tuple[Block, ...]) -> Iterator[UnknownKey]:
    """Options that ARC does not know in their block."""
    for block in blocks:
        for option in block.options:
            found = _unknown(block, option)
            if found is not None:
                yield found


def _unknown(block: Block, option: Option) -> UnknownKey | None:
    key = option.key.text.lstrip("+-!") if block.keyword == "authgroup" else option.key.text
    known, slips = _BLOCKS.get(block.keyword), _SLIPS.get(block.keyword)
    if not option.key.known or key[:1] in {"/", '"'}:
        return None
    title = f"{block.keyword}:{block.name}" if block.name.text else block.keyword
    if known is not None and key not in known:
        return unknown_key(Value(key, option.key.source), title, known)
    if slips and key not in slips and get_close_matches(key, slips, 1, _CLOSE):
        return unknown_key(option.key, title, slips)
    return None
