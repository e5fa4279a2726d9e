"""Settings of an ARC CE that matter for security, also where they are left at their default.

| name                            | values                          | default                 |
| ------------------------------- | ------------------------------- | ----------------------- |
| `authtokens`                    | on, off (the block itself)      | off                     |
| `arex/ws/jobs.allowaccess`      | names of authgroups             | everybody authenticated |
| `arex/ws/jobs.allownew`         | yes, no                         | yes                     |
| `arex/ws/jobs.tokenscopes`      | action=scope, ...               | none                    |
| `arex/ws/publicinfo`            | on, off (the block itself)      | off                     |
| `mapping.policy_on_nogroup`     | continue, stop                  | continue                |
| `mapping.policy_on_nomap`       | continue, stop                  | stop                    |
| `mapping.policy_on_map`         | continue, stop                  | stop                    |
| `arex.user`                     | the account that A-REX runs as  | root                    |
| `arex.norootpower`              | yes, no                         | no                      |

Source: `arc.conf.reference` of nordugrid/arc at commit 97883437.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.arc.identity import POLICIES
from tokenlint.services.arc.keys import OPEN

_SWITCHES = ("authtokens", "arex/ws/publicinfo")
_DEFAULTS = (
    (JOBS, "allowaccess", OPEN),
    (JOBS, "allownew", "yes"),
    (JOBS, "tokenscopes", "none"),
    *(("mapping", key, default) for key, default in POLICIES.items()),
    ("arex", "user", "root"),
    ("arex", "norootpower", "no"),
)


def settings(config: Config) -> tuple[Setting, ...]:
    """All of them, with the value that holds; those of a block that is not there have none."""
    return (*_switches(config), *_values(config))


def _switches(config: Config) -> Iterator[Setting]:
    for keyword in _SWITCHES:
        block = config.first(keyword)
        written = block is not None
        known = written or config.complete
        value = ("on" if written else "off") if known else ""
        yield Setting(keyword, value, config.place(keyword), written, known)


def _values(config: Config) -> Iterator[Setting]:
    for keyword, key, default in _DEFAULTS:
        options = config.options(keyword, key)
        name = f"{keyword}.{key}"
        if options:
            shown = options if key in {"allowaccess", "tokenscopes"} else options[-1:]
            value = " ".join(option.value.text for option in shown)
            known = all(option.value.known for option in shown)
            yield Setting(name, value if known else "", options[-1].source, known=known)
        elif config.first(keyword):
            known = config.complete
            value = default if known else ""
            yield Setting(name, value, config.place(keyword), written=False, known=known)
