"""Documents: a row of the table for each, and a page of its own within the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.policy.finding import Axes, Document, Severity
from tokenlint.policy.words import human_duration
from tokenlint.report.beside import Ask, Sheet, Snippet
from tokenlint.report.elements import Element, Node, el, rows
from tokenlint.report.html.findings import badge, cited
from tokenlint.report.places import QUESTIONS, Placed, references
from tokenlint.report.planes import planes


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with all that its page shows; `name` is that of the page (`d12`)."""

    name: str
    letter: str
    document: Document
    findings: tuple[Element, ...]
    severities: tuple[Severity, ...]
    sheet: Sheet

    @property
    def title(self) -> str:
        """What it is called; never empty."""
        return self.document.title or self.document.id or "(without a name)"

    @property
    def worst(self) -> Severity | None:
        """The gravest severity of its findings."""
        return max(self.severities, key=lambda each: each.rank, default=None)


COLUMNS = (
    "document", "kind", *QUESTIONS, "magnitude", "exposure", "excess", "findings",
)  # fmt: skip

BARE = ("document", "kind", "findings")


def row(judged: Judged, *, bare: bool = False) -> Element:
    """A row of the table: place in trust space, what is asked for above what is needed.

    `bare` is for a table in which no document has such a place.
    """
    document = judged.document
    letter = el("strong", f"{judged.letter} ") if judged.letter else ""
    place: list[Node] = [
        *(_number(document, axis) for axis in QUESTIONS),
        *(_number(document, name) for name in ("magnitude", "exposure")),
        el("td", _two(document.excess), class_="n"),
    ]
    return el(
        "tr",
        el("th", letter, el("a", judged.title, href=f"#{judged.name}"), scope="row"),
        el("td", document.kind),
        *([] if bare else place),
        el("td", *_counted(judged), class_="n"),
    )


def _counted(judged: Judged) -> list[Node]:
    if judged.worst is None:
        return [str(len(judged.findings))]
    return [str(len(judged.findings)), " ", badge(judged.worst)]


def _number(document: Document, name: str) -> Element:
    held = _two(getattr(document.vector, name) if document.vector else None)
    if document.need is None:
        return el("td", held, class_="n")
    need = f"need {_two(getattr(document.need, name))}"
    return el("td", held, " ", el("small", need), class_="n")


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def page(judged: Judged, *, brief: bool = False) -> Element:
    """What it is, what it does, where it stands, what was found, what to write instead.

    `brief` is for readers without script: without plot and commands, findings in their first line.
    """
    document = judged.document
    parts: list[Node] = [
        el("p", el("a", "← all documents", href="#documents"), class_="back"),
        el("h2", judged.title, tabindex=-1, id=f"{judged.name}-h"),
        _facts(document),
    ]
    if judged.sheet.does:
        parts += [el("h3", "What it does"), _list(judged.sheet.does)]
    parts += _place(judged, plot=not brief)
    parts.append(el("h3", f"Findings ({len(judged.findings)})"))
    if brief and judged.findings:
        parts.append(el("ul", *(el("li", *_first_line(each)) for each in judged.findings)))
    else:
        parts += judged.findings or [el("p", "None.", class_="good")]
    parts += _instead(judged.sheet, commands=not brief)
    return el(
        "section",
        *parts,
        class_="page",
        id=judged.name,
        aria_labelledby=f"{judged.name}-h",
    )


def _first_line(finding: Element) -> tuple[Node, ...]:
    head = finding.children[0]
    return head.children if isinstance(head, Element) else ()


def _facts(document: Document) -> Element:
    facts = {"kind of document": document.kind, "place": str(document.source), **document.facts}
    pairs = [el("div", el("dt", name), el("dd", value)) for name, value in facts.items()]
    return el("dl", *pairs, class_="facts")


def _list(texts: Sequence[str]) -> Element:
    return el("ul", *(el("li", text) for text in texts))


def _place(judged: Judged, *, plot: bool) -> list[Node]:
    document = judged.document
    if document.vector is None and document.need is None:
        return []
    parts: list[Node] = [el("h3", "Place in trust space")]
    if plot:
        title = "Where it stands in trust space; the table below tells the numbers"
        alone = Placed("", document, document.vector, document.need)
        parts.append(scrolling(planes([alone], title), "plot"))
    return [*parts, _axes_table(judged)]


def scrolling(inner: Element, name: str) -> Element:
    """What may be wider than a narrow page, reachable by keyboard."""
    return el("div", inner, class_="wide", tabindex=0, role="group", aria_label=name)


def _axes_table(judged: Judged) -> Element:
    """Axes as rows; asked, needed, excess, least requests and references as columns."""
    document = judged.document
    columns: list[tuple[str, Axes | None]] = [
        ("asked for or held", document.vector),
        ("needed", document.need),
    ]
    columns += [(f"least {ask.token.label}".strip(), ask.axes) for ask in judged.sheet.asks]
    columns += [(known.name, known.at) for known in references()]
    names = {axis: f"{axis} ({QUESTIONS[axis]})" for axis in QUESTIONS}
    names |= {"magnitude": "magnitude", "exposure": "exposure"}
    head = el(
        "tr", el("th", "axis", scope="col"), *(el("th", name, scope="col") for name, _ in columns)
    )
    body = [
        el(
            "tr",
            el("th", words, scope="row"),
            *(
                el("td", _two(getattr(axes, name) if axes else None), class_="n")
                for _, axes in columns
            ),
        )
        for name, words in names.items()
    ]
    excess = "" if document.excess is None else f"; excess {document.excess:.2f}"
    return table(f"Place in trust space, each from 0 to 1{excess}", head, body)


def table(caption: str, head: Element, body: Sequence[Node], name: str | None = None) -> Element:
    """A table that scrolls within itself where the page is narrow."""
    inner = el("table", el("caption", caption), el("thead", head), el("tbody", *body, id=name))
    return scrolling(inner, caption)


def _instead(sheet: Sheet, *, commands: bool) -> list[Node]:
    """Least requests with their commands, then edits."""
    parts: list[Node] = []
    if sheet.asks:
        words = (
            "Least request"
            if len(sheet.asks) == 1
            else f"Least requests ({len(sheet.asks)} tokens)"
        )
        parts.append(el("h3", words))
    for ask in sheet.asks:
        parts += _ask(ask, commands=commands)
    if sheet.more:
        words = "The proof, and the request for other clients: "
        parts.append(el("p", words, el("code", sheet.more), class_="soft"))
    if sheet.fixes:
        parts.append(el("h3", "Fix"))
        parts += [node for fix in sheet.fixes for node in _snippet(fix)]
    return parts + [el("p", note, class_="note") for note in sheet.notes]


def _ask(ask: Ask, *, commands: bool) -> list[Node]:
    token = ask.token
    pairs: list[tuple[str, list[Node]]] = [
        ("audience", [el("code", " ".join(token.audience))]),
        ("scope", [el("code", " ".join(token.scopes) or "(none)")]),
        ("lifetime", [human_duration(token.lifetime)]),
    ]
    pairs += [("issuer", [el("code", token.issuer)])] if token.issuer else []
    pairs += [("grant", [token.grant])] if token.grant else []
    for extra in token.extras:
        words = f"{extra.capability} for {extra.operation} at {extra.service}: {extra.says} "
        pairs.append(("only a product needs", [words, *cited(extra.reference)]))
    rows_ = [el("div", el("dt", name), el("dd", *nodes)) for name, nodes in pairs]
    head: list[Node] = [el("h4", token.label)] if token.label else []
    snippets = ask.snippets if commands else ()
    texts = [node for each in snippets for node in _snippet(each)]
    return [*head, el("dl", *rows_, class_="facts"), *texts]


def _snippet(snippet: Snippet) -> list[Node]:
    notes = [el("p", note, class_="note") for note in snippet.notes]
    text = rows(
        ([line] for line in snippet.text.rstrip("\n").split("\n")),
        class_="recipe",
        tabindex=0,
        role="group",
        aria_label=snippet.title,
    )
    return [el("details", el("summary", snippet.title), text, *notes, class_="r")]
