"""The catalogue of rules: what each says, how grave it is, and whom it is shown to.

Shipped rules come from the compiled data, a site's own from its folder of YAML files.
"""

import keyword
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tokenlint import shipped
from tokenlint.errors import Incomplete, PolicyError, UsageError
from tokenlint.policy.example_audit import ExampleAudit
from tokenlint.policy.example_probe import ExampleProbe
from tokenlint.policy.example_proxy import ExampleProxy
from tokenlint.policy.finding import Persona, Reference, Severity

EVERY_RULE = "ALL"


@dataclass(frozen=True, slots=True)
class ExampleToken:
    """What an example token is made of; it is minted at run time with keys made at run time.

    `claims` or, where the JSON text itself matters, `raw_claims`; likewise for the header.
    `keys`: verified with the key that signed (`matching`), with another one of its name (`other`),
    with a set that holds no fitting key (`unfitting`), or not at all (`none`).
    `twin`: another token with the same issuer and token id is read in the same run.
    """

    claims: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)
    raw_claims: str | None = None
    raw_header: str | None = None
    keys: str = "none"
    twin: bool = False


@dataclass(frozen=True, slots=True)
class ExampleMacaroon:
    """What an example macaroon is made of; its signature is noise made at run time.

    In a caveat, `@now+6h@` is that instant in ISO 8601. `third_party` is the location of a party
    that must confirm one more caveat. `broken`: a line break stands in the middle of it.
    """

    caveats: tuple[str, ...]
    location: str = ""
    identifier: str = "made-up"
    third_party: str | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A workflow file, a credential, a capture, what a probe or an audit came to, or `files`.

    A token may be judged against a workflow.

    `files` are those of a service (name to text); workflow files may be among them.
    """

    name: str
    workflow: str | None = None
    token: ExampleToken | None = None
    proxy: ExampleProxy | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    against: str | None = None
    macaroon: ExampleMacaroon | None = None
    capture: str | None = None
    probe: ExampleProbe | None = None
    audit: ExampleAudit | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """`bad` ones give the finding, `good` ones do not; both are run as tests in every engine."""

    bad: tuple[Example, ...]
    good: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue; the members are those of `policies/schema/rule.json`.

    `message` and `fix` are templates that a finding's arguments fill.
    `fix_safe`: whether `tokenlint fix` writes it without `--unsafe`; None for mere advice.
    """

    code: str
    name: str
    title: str
    family: str
    axis: str
    severity: Severity
    confidence: str
    persona: Persona
    kinds: tuple[str, ...]
    since: str
    message: str
    why: str
    fix: str
    references: tuple[Reference, ...]
    examples: Examples
    fix_safe: bool | None = None

    @property
    def package(self) -> str:
        """The package of its policy as Rego writes it: `tokenlint.scp["delete-without-modify"]`."""
        plain = self.name.isidentifier() and not keyword.iskeyword(self.name)
        last = f".{self.name}" if plain else f'["{self.name}"]'
        return f"tokenlint.{self.family.lower()}{last}"

    @property
    def policy_file(self) -> str:
        """Where its policy lies below a folder of policies, with forward slashes."""
        return f"{self.family.lower()}/{self.name}/{self.name.replace('-', '_')}.rego"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules by code, in the order of their codes."""

    rules: Mapping[str, Rule]

    def __post_init__(self) -> None:
        ordered = dict(sorted(self.rules.items()))
        object.__setattr__(self, "rules", MappingProxyType(ordered))

    def for_kind(self, kind: str) -> tuple[Rule, ...]:
        """The rules that judge documents of this kind (`token` or `workflow`)."""
        return tuple(rule for rule in self.rules.values() if kind in rule.kinds)

    def suggest(self, text: str) -> str | None:
        """The code that was probably meant by a code or name that does not exist."""
        by_name = {rule.name: code for code, rule in self.rules.items()}
        if text.lower() in by_name:
            return by_name[text.lower()]
        from difflib import get_close_matches

        upper = text.upper()
        swapped = [each for each in self.rules if _letters_swapped(each, upper)]
        codes = swapped or get_close_matches(upper, self.rules, n=1, cutoff=0.6)
        names = get_close_matches(text.lower(), by_name, n=1, cutoff=0.6)
        likely_name = "-" in text or not any(sign.isdigit() for sign in text)
        found = names or codes if likely_name else codes or names
        return by_name.get(found[0], found[0]) if found else None

    def matching(self, selector: str) -> frozenset[str]:
        """The codes that a code, the beginning of codes (`SCP00`), a name or `ALL` stands for."""
        text = selector.strip()
        if text.upper() == EVERY_RULE:
            return frozenset(self.rules)
        by_name = {code for code, rule in self.rules.items() if rule.name == text.lower()}
        by_code = {code for code in self.rules if text and code.startswith(text.upper())}
        return frozenset(by_name | by_code)

    def select(self, selected: Sequence[str] = (), ignored: Sequence[str] = ()) -> frozenset[str]:
        """The codes that remain; the longer selector wins, and of equally long ones the ignore.

        Nothing selected means all. Raises UsageError that names every selector without a rule.
        """
        self._refuse_unknown([*selected, *ignored])
        chosen = self._reach(selected or (EVERY_RULE,))
        refused = self._reach(ignored)
        return frozenset(code for code in chosen if chosen[code] > refused.get(code, -1))

    def _reach(self, selectors: Iterable[str]) -> dict[str, int]:
        """For each code that one of the selectors names, how exactly it is named."""
        reach: dict[str, int] = {}
        for selector in selectors:
            for code in self.matching(selector):
                reach[code] = max(reach.get(code, -1), _exactness(selector, code))
        return reach

    def _refuse_unknown(self, selectors: Iterable[str]) -> None:
        unknown = [text for text in selectors if not self.matching(text)]
        if not unknown:
            return
        guesses = {text: self.suggest(text) for text in unknown}
        hints = [f"did you mean {guess} for {text}?" for text, guess in guesses.items() if guess]
        raise UsageError(
            f"no rule is called {', '.join(unknown)}",
            advice=" ".join(hints) or "`tokenlint rules` lists all rules",
        )


def _letters_swapped(code: str, text: str) -> bool:
    """Whether a text is the code with its letters in another order, and its own number."""
    family = code.rstrip("0123456789")
    return (
        sorted(text[: len(family)]) == sorted(family) and code[len(family) :] == text[len(family) :]
    )


def _exactness(selector: str, code: str) -> int:
    """How much of a code a selector names: 0 for ALL, its length, all of it for a name."""
    text = selector.strip().upper()
    if text == EVERY_RULE:
        return 0
    return len(text) if code.startswith(text) else len(code)


def load_catalogue(extra_dirs: Sequence[Path] = ()) -> Catalogue:
    """The shipped rules and those of a site's folders.

    Raises PolicyError that lists everything wrong in the folders, each with file and line.
    """
    catalogue = _shipped_catalogue()
    if not extra_dirs:
        return catalogue
    from tokenlint.policy.entries import read_entries  # lazily: YAML is slow to import

    entries, problems = read_entries(extra_dirs, taken=catalogue.rules)
    if problems:
        raise PolicyError(f"{len(problems)} problem(s) in the catalogue of rules", problems)
    return Catalogue({**catalogue.rules, **rules_of(entries)})


def rules_of(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Rule]:
    """Entries that the schema accepts, as values."""
    import msgspec

    return msgspec.convert(entries, dict[str, Rule])


@cache
def _shipped_catalogue() -> Catalogue:
    import msgspec

    try:
        catalogue = Catalogue(rules_of(shipped.compiled().get("catalogue", {})))
    except msgspec.ValidationError as error:
        raise Incomplete(
            f"the compiled rules do not fit this version of tokenlint: {error}",
            advice="install tokenlint again, or run scripts/generate.py in a checkout",
        ) from error
    if not catalogue.rules:
        raise Incomplete("the compiled catalogue holds no rule", advice="install tokenlint again")
    return catalogue
