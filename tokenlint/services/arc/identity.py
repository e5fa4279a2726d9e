"""The block [mapping]: which local account a credential becomes.

Source: `src/hed/shc/legacy/unixmap.cpp` of nordugrid/arc (commit 86210b4d) and arc.conf.reference:
rules are asked in their order under the policies set so far. Without an account the user running
A-REX is taken, unless that is root: A-REX then refuses, as it does for the account root.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import State
from tokenlint.services.arc.blocks import Option
from tokenlint.services.arc.checks import Check
from tokenlint.services.arc.config import Config
from tokenlint.services.arc.membership import Memberships
from tokenlint.services.decision import Step
from tokenlint.services.value import Value

TO_USER = "map_to_user"
METHODS = (TO_USER, "map_to_pool", "map_with_file", "map_with_plugin")
POLICIES = {"policy_on_nogroup": "continue", "policy_on_nomap": "stop", "policy_on_map": "stop"}
_ROOT = "root"


@dataclass(frozen=True, slots=True)
class MapRule:
    """One mapping rule, and whether the search ends in each of the three cases at its place."""

    method: str
    group: Value
    target: Value
    option: Option
    ends: frozenset[str]  # of nogroup, nomap, map


def map_rules(config: Config) -> Iterator[MapRule]:
    """The mapping rules in their order; one without a group is left out."""
    policies = dict(POLICIES)
    for option in config.options("mapping", *METHODS, *POLICIES):
        key, words = option.key.text, option.words()
        if key in policies:
            policies[key] = option.value.text
        elif words:
            ends = {
                name.removeprefix("policy_on_") for name, do in policies.items() if do == "stop"
            }
            target = words[1] if len(words) > 1 else option.value
            yield MapRule(key, words[0], account_of(target), option, frozenset(ends))


def account_of(target: Value) -> Value:
    """The account of `user:group`, at its place."""
    name = target.text.partition(":")[0]
    return Value(name, target.source, target.known)


def running_user(config: Config) -> Value:
    """The account that A-REX runs as, root unless [arex] says otherwise."""
    written = config.last("arex", "user")
    return account_of(written.value) if written else Value(_ROOT, config.place("arex"))


def identity(config: Config, groups: Memberships) -> Check:
    """Whether the credential comes to a local account."""
    depends: list[str] = []
    account: tuple[Value, Option] | None = None
    for rule in map_rules(config):
        group = groups.get(rule.group.text, Check(State.NO if config.complete else State.UNKNOWN))
        if group.state is State.NO:
            if "nogroup" in rule.ends:
                break
            continue
        step = Step(rule.option.source, f"says by {rule.method} which account it becomes")
        if group.state is State.UNKNOWN or rule.method != TO_USER or not rule.target.known:
            depends += group.depends_on or (f"what {rule.method} {rule.option.value} gives",)
            return Check(State.UNKNOWN, (step,), tuple(depends))
        account = (rule.target, rule.option)
        if "map" in rule.ends:
            break
    return _account(*account) if account else _fallback(config)


def _account(account: Value, option: Option) -> Check:
    if account.text == _ROOT:
        return Check(State.NO, (Step(option.source, "maps to root, which A-REX refuses"),))
    return Check(State.YES, (Step(option.source, f"maps it to the account {account}"),))


def _fallback(config: Config) -> Check:
    user = running_user(config)
    source = config.place("mapping")
    if not config.complete or not user.known:
        return Check(State.UNKNOWN, (), ("which account [mapping] gives it",))
    if user.text == _ROOT:
        says = "gives it no account, and A-REX, which runs as root, takes none by itself"
        return Check(State.NO, (Step(source, says),))
    says = f"gives it no account, so that it becomes {user}, the user that A-REX runs as"
    return Check(State.YES, (Step(source, says),))
