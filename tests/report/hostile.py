"""Texts that try to be more than text, and reports made of them."""

from hypothesis import strategies as st

from tokenlint.policy.finding import (
    Axes,
    Document,
    Finding,
    Fix,
    Location,
    Persona,
    Reference,
    Report,
    Severity,
    Suppressed,
)
from tokenlint.source import Problem, Source

ATTACKS = (
    "\x1b[2J\x1b[31mred\x07",
    "\r\x1b[0Ksection_start:1:x[collapsed=true]\r",
    "\n::error file=x::owned",
    "::add-mask::everything",
    "%0A::set-output name=x::y",
    "##vso[task.setvariable variable=x]y",
    "##[group]hidden",
    "</text><script>alert(1)</script>",
    "]]><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "[click](https://evil.example)",
    "\\[click\\](https://evil.example)",
    "| a | b |\n| --- | --- |",
    "`code` ``more`` <img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "\u202egnp.exe\u2066\u200b",
    "\udcff\ud800\x00\x0b\x0c\x85\u2028\u2029\ufffe",
    "../../../etc/passwd",
    "a:b,c=d%20e",
    "-",
    "<claims>",
    "日本語のパス/ファイル",
    "[bold red]markup[/]",
    "{0} %s {name}",
    "\t  \t",
    "",
)
HOSTILE = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(st.characters(), max_size=60),
    st.builds("{}{}{}".format, st.text(max_size=8), st.sampled_from(ATTACKS), st.text(max_size=8)),
)
UNIT = st.floats(0, 1)
AXES = st.builds(Axes, UNIT, UNIT, UNIT, UNIT, UNIT)
PLACES = st.integers(0, 12)
SOURCES = st.builds(Source, HOSTILE, PLACES, PLACES, PLACES, HOSTILE)
NAMES = st.sampled_from(["a.yaml", "<claims>", "-", "::add-mask::x"])
SCALARS = st.one_of(HOSTILE, st.integers(), st.floats(), st.booleans())
FINDINGS = st.builds(
    Finding,
    rule=HOSTILE,
    name=HOSTILE,
    title=HOSTILE,
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(["high", "medium", "low"]),
    persona=st.sampled_from(Persona),
    axis=st.sampled_from(["audience", "scope", "lifetime", "none"]),
    message=HOSTILE,
    document=st.one_of(HOSTILE, st.just("known")),
    locations=st.lists(
        st.builds(
            Location,
            st.builds(Source, st.one_of(HOSTILE, NAMES), PLACES, PLACES, PLACES, HOSTILE),
            HOSTILE,
        ),
        max_size=3,
    ).map(tuple),
    evidence=st.dictionaries(st.one_of(HOSTILE, st.just("request")), SCALARS, max_size=3),
    fix=st.one_of(st.none(), st.builds(Fix, HOSTILE, st.sampled_from([True, False, None]))),
    references=st.lists(st.builds(Reference, HOSTILE, HOSTILE, HOSTILE), max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    id=st.one_of(HOSTILE, st.just("known")),
    kind=st.sampled_from(
        [
            "token",
            "proxy",
            "macaroon",
            "workflow",
            "inventory",
            "service",
            "secrets",
            "capture",
            "probe",
            "audit",
        ]
    ),
    title=HOSTILE,
    source=SOURCES,
    facts=st.dictionaries(HOSTILE, HOSTILE, max_size=3),
    vector=st.one_of(st.none(), AXES),
    need=st.one_of(st.none(), AXES),
    excess=st.one_of(st.none(), UNIT),
)
REPORTS = st.builds(
    Report,
    tool_version=st.just("0.1.0"),
    engine=HOSTILE,
    judged_at=st.integers(-(10**15), 10**15),
    documents=st.lists(DOCUMENTS, max_size=3).map(tuple),
    findings=st.lists(FINDINGS, max_size=4).map(tuple),
    suppressed=st.lists(
        st.builds(Suppressed, FINDINGS, HOSTILE, HOSTILE, st.one_of(st.none(), SOURCES)),
        max_size=2,
    ).map(tuple),
    hidden=st.integers(0, 9),
    errors=st.lists(st.builds(Problem, HOSTILE, SOURCES, HOSTILE, HOSTILE), max_size=2).map(tuple),
    texts=st.dictionaries(NAMES, st.lists(HOSTILE, max_size=5).map("\n".join), max_size=3),
    notes=st.lists(HOSTILE, max_size=2).map(tuple),
)
