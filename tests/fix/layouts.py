"""Workflow files in every layout that people write, each with something to mend.

The same declarations are written in block and flow form, quoted and plain, folded and literal,
with anchors and aliases, comments, blank lines, and the line ends of three systems.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

PATHS = ("/data", "/data/set1", "/data/set10", "/scratch/job1", "/")
ACTIONS = ("storage.read", "storage.create", "storage.modify", "storage.stage", "storage.poll")
SERVICES = {"disk": "https://disk.example", "tape": "https://tape.example"}
_NOISE = ("", "  # as agreed", "   # storage.modify:/data is needed: no", " # [a, b]")


@dataclass(frozen=True)
class Work:
    """What one workflow declares."""

    operations: tuple[tuple[str, str, str], ...]
    scope: tuple[str, ...]
    audience: tuple[str, ...]
    lifetime: str
    usable: str


scopes = st.lists(
    st.builds("{}:{}".format, st.sampled_from(ACTIONS), st.sampled_from(PATHS))
    | st.sampled_from(("offline_access", "openid", "scim:read", "storage.create", "write:/data")),
    min_size=1,
    max_size=5,
).map(tuple)
audiences = st.lists(
    st.sampled_from(
        (
            *SERVICES.values(),
            "https://other.example",
            "https://wlcg.cern.ch/jwt/v1/any",
            "disk.example",
            "https://disk.example/",
        )
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
works = st.builds(
    Work,
    st.lists(
        st.tuples(
            st.sampled_from(("read", "create", "delete", "stage", "stat")),
            st.sampled_from(tuple(SERVICES)),
            st.sampled_from(PATHS[:-1]),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    scopes,
    audiences,
    st.sampled_from(("1h", "PT6H", "6h", "4d", "5m")),
    st.sampled_from(("30m", "1h", "5h", "1m")),
)

SCOPE_FORMS = ("plain", "single", "double", "folded", "literal", "flow", "block", "quoted block")
LIST_FORMS = ("word", "flow", "quoted flow", "block")


def _block(words: tuple[str, ...], indent: str, quote: str, noise: str) -> str:
    return "".join(f"\n{indent}- {quote}{word}{quote}{noise}" for word in words)


def scope_lines(words: tuple[str, ...], form: str, indent: str, noise: str) -> str:
    """The value of `scope`, from behind its colon to the end of the line."""
    joined = " ".join(words)
    inner = f"\n{indent}  "
    return {
        "plain": f" {joined}{noise}",
        "single": f" '{joined}'{noise}",
        "double": f' "{joined}"{noise}',
        "folded": f" >-{noise}" + "".join(inner + word for word in words),
        "literal": f" |-{inner}{joined}",
        "flow": f" [{', '.join(words)}]{noise}",
        "block": _block(words, indent + "  ", "", noise),
        "quoted block": _block(words, indent, '"', ""),
    }[form]


def audience_lines(names: tuple[str, ...], form: str, indent: str, noise: str) -> str:
    """The value of `audience`; more than one name needs a list."""
    if form == "word" and len(names) == 1:
        return f" {names[0]}{noise}"
    if form == "block":
        return _block(names, indent + "  ", "", noise)
    quote = '"' if form == "quoted flow" else ""
    return f" [{', '.join(f'{quote}{name}{quote}' for name in names)}]{noise}"


def _anchored(value: str, layout: "Layout", *, shared: bool) -> str:
    return "*s" if shared else f"&s {value}" if layout.shared else value


@dataclass(frozen=True)
class Layout:
    """How a file is written."""

    scope: str
    audience: str
    noise: str
    flow_token: bool
    shared: bool  # a second workflow takes the scope by an alias
    end: str
    mark: bool
    closed: bool  # the last line has its end


layouts = st.builds(
    Layout,
    st.sampled_from(SCOPE_FORMS),
    st.sampled_from(LIST_FORMS),
    st.sampled_from(_NOISE),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("\n", "\r\n", "\r")),
    st.booleans(),
    st.booleans(),
)


def written(works: tuple[Work, ...], layout: Layout) -> bytes:
    """One file with these workflows."""
    lines = ["# what our community does", "tokenlint: workflows/1", "services:"]
    for name, main in SERVICES.items():
        host = main.removeprefix("https://")
        lines.append(
            f"  {name}: {{audience: {main}, aliases: [{host}, '{main}/'], kind: storage}}  # ours"
        )
    lines.append("workflows:")
    for number, work in enumerate(works):
        shared = layout.shared and number > 0
        lines += ["", *_workflow(f"w{number}", work, layout, shared=shared)]
    text = "\n".join(lines) + ("\n" if layout.closed else "")
    return (b"\xef\xbb\xbf" if layout.mark else b"") + text.replace("\n", layout.end).encode()


def _workflow(name: str, work: Work, layout: Layout, *, shared: bool) -> list[str]:
    rows = [f"  {name}:", "    kind: interactive-user", "    operations:"]
    rows += [
        f"    - {{operation: {operation}, service: {service}, path: {path}, by: user}}"
        for operation, service, path in work.operations
    ]
    rows += [f"    usable_for: {work.usable}", *_token(work, layout, shared=shared)]
    return "\n".join(rows).split("\n")


def _token(work: Work, layout: Layout, *, shared: bool) -> list[str]:
    if layout.flow_token:
        scope = f'"{" ".join(work.scope)}"'
        names = ", ".join(work.audience)
        return [
            f"    token: {{audience: [{names}], lifetime: {work.lifetime},",
            "      issuer: https://issuer.example,",
            f"      scope: {_anchored(scope, layout, shared=shared)}}}",
        ]
    indent = "      "
    anchor = " &s" if layout.shared and not shared else ""
    scope = (
        " *s" if shared else anchor + scope_lines(work.scope, layout.scope, indent, layout.noise)
    )
    audience = audience_lines(work.audience, layout.audience, indent, layout.noise)
    return [
        "    token:",
        f"{indent}issuer: https://issuer.example  # the community's",
        f"{indent}audience:{audience}",
        "",
        f"{indent}scope:{scope}",
        f"{indent}lifetime: {work.lifetime}{layout.noise}",
    ]


files = st.builds(written, st.lists(works, min_size=1, max_size=2).map(tuple), layouts)
"""The bytes of one workflow file."""
