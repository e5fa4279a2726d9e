"""Payloads in every text of a report: nothing runs, nothing is asked for, nothing is added."""

from dataclasses import replace
from typing import Any

import pytest

from tests.report import samples
from tests.report.hostile import ATTACKS
from tests.report.html.beside_samples import hostile_beside
from tokenlint.policy.finding import Fix, Location, Reference, Report, Suppressed
from tokenlint.source import Problem, Source

pytestmark = pytest.mark.slow

PAYLOADS = (
    *ATTACKS,
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)",
    "</style><style>*{background:url(https://evil.example)}",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<iframe src=https://evil.example></iframe>",
    "<base href=https://evil.example><form action=//evil.example><input>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<a href=javascript:alert(1)>x</a>",
    "{{constructor.constructor('alert(1)')()}}",
    "__proto__",
    "\\u003cscript>alert(1)\\u003c/script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "x" * 9_000,
    "#findings?text=<img>",
)
_OUTSIDE = """() => {
  const names = "script,style,link,meta,img,iframe,object,embed,form,base,image,use,foreignObject";
  return [...document.querySelectorAll(names)].map((each) => each.localName);
}"""
_HANDLERS = """() => {
  const all = [...document.querySelectorAll("*")].flatMap((each) => [...each.attributes]);
  const wrong = (each) => /^on|^style$|^src|^action$/i.test(each.name)
    || /href$/i.test(each.name) && !/^(#|https?:)/i.test(each.value);
  return all.filter(wrong).map((each) => `${each.name}=${each.value}`);
}"""
ELEMENTS = ["meta"] * 5 + ["link", "style", "script", "script"]


def planted(attack: str) -> Report:
    """The attack wherever a report holds a text."""
    source = Source(attack, 1, 1, 2, attack)
    finding = replace(
        samples.SCP001, rule=attack, name=attack, title=attack, message=attack, document=attack,
        locations=(Location(source, attack),), evidence={"request": attack, attack: attack},
        fix=Fix(attack, safe=True), references=(Reference(attack, attack, attack),),
    )  # fmt: skip
    document = replace(
        samples.DOCUMENTS[0], id=attack, kind=attack, title=attack, source=source,
        facts={attack: attack},
    )  # fmt: skip
    return replace(
        samples.REPORT, engine=attack, tool_version=attack, documents=(document,),
        findings=(finding, samples.AUD001), notes=(attack,), texts={attack: attack},
        suppressed=(Suppressed(finding, attack, attack, source),),
        errors=(Problem(attack, source, attack, attack),),
    )  # fmt: skip


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 6))
def test_nothing_of_it_comes_alive(open_page: Any, number: int) -> None:
    attacks = PAYLOADS[number : number + 6]
    report = planted(attacks[0])
    for attack in attacks[1:]:
        more = planted(attack)
        report = replace(
            report,
            documents=(*report.documents, *more.documents),
            findings=(*report.findings, *more.findings),
            errors=(*report.errors, *more.errors),
            notes=(*report.notes, *more.notes),
            suppressed=(*report.suppressed, *more.suppressed),
            texts={**report.texts, **more.texts},
        )
    seen = open_page(report, hostile_beside(attacks[0], attacks[0]))
    for act in (
        lambda: seen.page.get_by_role("button", name="Open all").click(),
        lambda: [each.click() for each in seen.page.locator("#summary details > summary").all()],
        *(lambda n=n: seen.go(f"#d{n}") for n in range(len(report.documents))),
        lambda: seen.go("#findings?text=" + "%3Cimg%20src=x%20onerror=alert(1)%3E"),
        lambda: seen.go("#<img src=x onerror=alert(1)>"),
    ):
        act()
        assert seen.page.evaluate(_OUTSIDE) == ELEMENTS
        handlers = seen.page.evaluate(_HANDLERS)
        assert handlers == ["href=data:,"], handlers
    assert seen.innocent(), (seen.complaints, seen.requests)


def test_what_cannot_be_seen_is_spelled_out(open_page: Any) -> None:
    seen = open_page(planted("\u202egnp.exe\u2066\u200b \x00\x1b[2J"))
    text = seen.page.evaluate("document.body.innerText")
    assert r"\u202egnp.exe\u2066\u200b \x00\x1b[2J" in text
    assert not {"\u202e", "\u2066", "\u200b", "\x00", "\x1b"} & set(text)


def test_the_policy_of_the_page_forbids_what_an_injection_would_need(open_page: Any) -> None:
    seen = open_page()
    failures: list[str] = []
    seen.page.on("requestfailed", lambda each: failures.append(each.failure))
    # In a callback: what the driver evaluates at once is exempt from the policy.
    tries = """() => new Promise((tell) => setTimeout(() => {
      const done = [], add = (name) => document.createElement(name);
      const attempt = (name, act) => { try { act(); done.push(name); } catch { return; } };
      attempt("script", () => { add("script").textContent = "window.owned = 1"; });
      attempt("html", () => { document.body.innerHTML = "<p>x"; });
      attempt("eval", () => { eval("window.owned = 1"); });
      const image = new Image();
      image.src = "https://evil.example/x";
      document.body.append(image);
      document.body.setAttribute("style", "color:red");
      tell([done, window.owned || 0]);
    }))"""
    done, owned = seen.page.evaluate(tries)
    assert (done, owned) == ([], 0)
    violations = seen.page.evaluate("new Promise(r => setTimeout(() => r(window.violations), 200))")
    assert any(each.startswith("img-src") for each in violations)
    assert any(each.startswith("style-src") for each in violations)
    assert failures == ["csp"]
