"""What the checks before loading need to know of a Rego file.

This is no parser: the engines parse.
It reads a module's package, imports, rule names and references to other packages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from tokenlint.errors import PolicyError
from tokenlint.policy.rego_lexer import Kind, Lexer, Token
from tokenlint.source import Problem, Source

Path = tuple[str, ...]

LETTERS = frozenset({"path_text", "audience_text", "issuer_text", "vector"})
"""Members of the input that are only there for policies that read them.

They tell documents apart that are alike for all other policies:
letters of a path, an audience or an issuer, and the place in trust space.
"""


@dataclass(frozen=True)
class Module:
    """A Rego file: `references` are the packages and rules below `data` that it names.

    `package_at` is where its package is named, `letters` those of `LETTERS` that it reads.
    """

    file: str
    text: str = field(repr=False)
    package: Path
    package_at: tuple[int, int]
    references: frozenset[Path]
    rules: frozenset[str]
    letters: frozenset[str]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Everything but comments and white space."""
        return tuple(Lexer(self.file, self.text).run())

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of its text."""
        return fingerprint(self.text)

    @cached_property
    def imports(self) -> Mapping[str, Path]:
        """Alias -> imported path, as in `import data.tokenlint.lib.scope`."""
        return _imports(self.tokens)

    @property
    def source(self) -> Source:
        """Where it names its package."""
        return Source(self.file, *self.package_at)

    def place(self, token: Token) -> Source:
        """Where a token of it stands."""
        return Source(self.file, token.line, token.column, token.column + len(token.text))


def fingerprint(text: str) -> str:
    """SHA-256 of a policy's text, under which `rules/compiled.json` knows the shipped ones."""
    return sha256(text.encode()).hexdigest()


def module_facts(module: Module) -> dict[str, Any]:
    """What `known_module` makes the same module from, as JSON."""
    return {
        "package": module.package,
        "package_at": module.package_at,
        "references": sorted(module.references),
        "rules": sorted(module.rules),
        "letters": sorted(module.letters),
    }


def known_module(file: str, text: str, facts: Mapping[str, Any]) -> Module:
    """A module whose text was read when tokenlint was built; cutting it up again costs time."""
    return Module(
        file,
        text,
        package=tuple(facts["package"]),
        package_at=tuple(facts["package_at"]),
        references=frozenset(map(tuple, facts["references"])),
        rules=frozenset(facts["rules"]),
        letters=frozenset(facts["letters"]),
    )


def read_module(file: str, text: str) -> Module:
    """Raises PolicyError, with line and column, for what cannot be cut into tokens."""
    tokens = tuple(Lexer(file, text).run())
    if len(tokens) < 2 or not tokens[0].is_word("package"):  # noqa: PLR2004 - and its name
        source = Source(file, 1, 1)
        problem = Problem("syntax", source, "the first statement must be `package`")
        raise PolicyError(f"{source}: {problem.reason}", (problem,))
    module = Module(
        file,
        text,
        package=reference_at(tokens, 1)[0],
        package_at=(tokens[1].line, tokens[1].column),
        references=frozenset(
            reference_at(tokens, at)[0][1:] for at in roots(tokens) if tokens[at].text == "data"
        ),
        rules=_rules(tokens),
        letters=LETTERS & {token.string or token.text for token in tokens},
    )
    module.__dict__["tokens"] = tokens  # as if they had been asked for
    return module


def roots(tokens: Sequence[Token]) -> Iterator[int]:
    """Where references begin: names that are no keyword and not a part of a reference."""
    for at, token in enumerate(tokens):
        if token.is_variable and not (at and tokens[at - 1].is_sign(".")):
            yield at


def reference_at(tokens: Sequence[Token], at: int) -> tuple[Path, int]:
    """The fixed parts of the reference that begins at `at`, and where they end.

    `data.a["b-c"].d[i]` has the fixed parts data, a, b-c, d.
    """
    path = [tokens[at].text]
    at += 1
    while at + 1 < len(tokens):
        after = tokens[at + 1]
        if tokens[at].is_sign(".") and after.kind is Kind.NAME:
            path.append(after.text)
            at += 2
        elif _is_fixed_index(tokens, at):
            path.append(str(after.string))
            at += 3
        else:
            break
    return tuple(path), at


def _is_fixed_index(tokens: Sequence[Token], at: int) -> bool:
    return (
        at + 2 < len(tokens)
        and tokens[at].is_sign("[")
        and not tokens[at].fresh
        and tokens[at + 1].string is not None
        and tokens[at + 2].is_sign("]")
    )


def _imports(tokens: Sequence[Token]) -> dict[str, Path]:
    """Alias -> imported path, as in `import data.tokenlint.lib.scope`."""
    imports = {}
    for at, token in enumerate(tokens[:-1]):
        if token.is_word("import") and token.fresh:
            path, end = reference_at(tokens, at + 1)
            named = end + 1 < len(tokens) and tokens[end].is_word("as")
            imports[tokens[end + 1].text if named else path[-1]] = path
    return imports


def _rules(tokens: Sequence[Token]) -> frozenset[str]:
    """The names of the rules and functions that the module defines."""
    names = set()
    for statement in statements(tokens):
        first = statement[0]
        head = statement[1] if first.is_word("default") and len(statement) > 1 else first
        if head.is_variable:
            names.add(head.text)
    return frozenset(names)


_CONTINUING = frozenset({"if", "else", "contains", "as", "in", "with"})


def statements(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The package line, the imports and the rules, each with its tokens."""
    depth = start = 0
    for at, token in enumerate(tokens):
        starts = token.fresh and token.kind is Kind.NAME and token.text not in _CONTINUING
        if at > start and depth == 0 and starts and tokens[at - 1].ends_value:
            yield tokens[start:at]
            start = at
        if token.kind is Kind.SIGN:
            depth += (token.text in "([{") - (token.text in ")]}")
    yield tokens[start:]
