"""Reports to render: made-up documents that look like real ones."""

from dataclasses import replace

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

NOW = 1_795_176_000  # 2026-11-20 12:00 UTC

PROFILE = "WLCG Common JWT Profiles 1.3"
DOI = "https://doi.org/10.5281/zenodo.20734267"

YAML = """\
tokenlint: workflows/1
include: [services.yaml]

workflows:
  nightly-reaper:
    kind: deletion
    operations:
      - {operation: stat, service: south-disk, path: /scratch, by: service}
      - {operation: delete, service: south-disk, path: /scratch, by: service}
      - {operation: delete, service: west-disk, path: /scratch, by: service}
    usable_for: {running: 3h, retries: 0}
    token:
      issuer: https://iam.experiment.example
      audience: [https://xrd.south.example, https://xrd.west.example]
      scope: storage.read:/scratch storage.create:/scratch
      lifetime: 4h
      grant: client-credentials
"""
SERVICES = """\
services:
  south-disk:
    audience: https://xrd.south.example
    implementation: xrootd
"""
CLAIMS = """\
{
  "wlcg.ver": "1.0",
  "iss": "https://iam.experiment.example",
  "sub": "5f2c0a9e-made-up",
  "aud": "https://wlcg.cern.ch/jwt/v1/any",
  "jti": "0b6f8c1e-made-up",
  "iat": 1795176000,
  "nbf": 1795176000,
  "exp": 1795521600,
  "scope": "storage.read:/ storage.modify:/"
}"""
REAPER, TOKEN = "reaper.yaml#nightly-reaper", "stolen.jwt#3f2a9c01b7de"
IN_TOKEN = "<claims of 3f2a9c01b7de>"


def _at(text: str, file: str, words: str, pointer: str = "", label: str = "") -> Location:
    """Where `words` first stand in a text."""
    start = text.index(words)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Location(Source(file, line, column, column + len(words), pointer), label)


SCP001 = Finding(
    rule="SCP001",
    name="delete-without-modify",
    title="Deletes or overwrites without storage.modify",
    severity=Severity.HIGH,
    confidence="high",
    persona=Persona.REGULAR,
    axis="scope",
    message="delete on /scratch at https://xrd.south.example needs storage.modify, "
    "which the request does not hold",
    document=REAPER,
    locations=(
        _at(YAML, "reaper.yaml", "delete", "/workflows/nightly-reaper/operations/1", "this fails"),
        _at(
            YAML,
            "reaper.yaml",
            "storage.read:/scratch storage.create:/scratch",
            "/workflows/nightly-reaper/token/scope",
            "grants read and create only",
        ),
        _at(SERVICES, "services.yaml", "xrootd", "/services/south-disk", "refuses it, tested"),
    ),
    evidence={"operation": "delete"},
    fix=Fix("scope: storage.modify:/scratch", safe=False),
    references=(Reference(PROFILE, "2.2.1", DOI),),
)
SCP007 = replace(
    SCP001,
    rule="SCP007",
    name="capability-not-needed",
    title="Holds a capability that no operation needs",
    severity=Severity.LOW,
    confidence="medium",
    message="storage.create:/scratch is not needed by any declared operation",
    locations=(
        _at(
            YAML,
            "reaper.yaml",
            "storage.create:/scratch",
            "/workflows/nightly-reaper/token/scope",
            "no operation creates anything",
        ),
    ),
    evidence={"request": "CREATE /scratch/x at https://xrd.west.example until 4 h after issue"},
    fix=Fix("leave storage.create:/scratch out", safe=True),
    references=(Reference(PROFILE, "2.2.1", DOI),),
)
AUD001 = Finding(
    rule="AUD001",
    name="audience-any",
    title="Accepted by every service",
    severity=Severity.CRITICAL,
    confidence="high",
    persona=Persona.REGULAR,
    axis="audience",
    message="any service of the infrastructure accepts this token, with storage.modify on / "
    "until 2026-11-24 12:00 UTC",
    document=TOKEN,
    locations=(
        _at(CLAIMS, IN_TOKEN, '"https://wlcg.cern.ch/jwt/v1/any"', "/aud", "every service"),
        _at(CLAIMS, IN_TOKEN, "storage.modify:/", "/scope", "may delete everything"),
    ),
    evidence={"request": "DELETE /raw/x at any storage until 2026-11-24 12:00 UTC", "count": 1},
    fix=Fix("ask for one audience:\n  oidc-token --aud https://xrd.south.example example"),
    references=(Reference(PROFILE, "2.1.1", DOI), Reference("RFC 7519", "4.1.3")),
)
LIF010 = replace(
    AUD001,
    rule="LIF010",
    name="long-lived-modify",
    title="Can delete for days",
    severity=Severity.MEDIUM,
    axis="lifetime",
    message="this token can delete for 4 d",
    locations=(_at(CLAIMS, IN_TOKEN, "1795521600", "/exp"),),
    evidence={},
    fix=None,
)
DOCUMENTS = (
    Document(
        id=REAPER,
        kind="workflow",
        title="nightly-reaper",
        source=Source("reaper.yaml", 5, 3, 17, "/workflows/nightly-reaper"),
        facts={"kind": "deletion", "issuer": "https://iam.experiment.example", "lifetime": "4 h"},
        vector=Axes(0.18, 0.51, 0.42, 0.40, 0.34),
        need=Axes(0.18, 0.74, 0.37, 0.49, 0.37),
        excess=0.03,
    ),
    Document(
        id=TOKEN,
        kind="token",
        title="token 3f2a9c01b7de",
        source=Source("stolen.jwt"),
        facts={
            "issuer": "https://iam.experiment.example",
            "profile": "WLCG 1.0",
            "signature": "claimed, not verified",
            "times": "exp 2026-11-24 12:00 UTC (in 4 d; lifetime 4 d)",
        },
        vector=Axes(1.0, 0.96, 0.90, 0.95, 0.95),
        need=Axes(0.11, 0.16, 0.21, 0.16, 0.15),
        excess=0.80,
    ),
)
REPORT = Report(
    tool_version="0.1.0",
    engine="embedded (regopy 1.5.2)",
    judged_at=NOW,
    documents=DOCUMENTS,
    findings=(SCP007, SCP001, AUD001, LIF010),
    texts={"reaper.yaml": YAML, "services.yaml": SERVICES, IN_TOKEN: CLAIMS},
)
ERROR = Problem(
    "syntax", Source("broken.yaml", 3, 1), "a tab cannot indent", "use spaces in YAML files"
)
TROUBLED = replace(
    REPORT,
    suppressed=(
        Suppressed(SCP007, "agreed with the site", "2027-01-31", Source("reaper.yaml", 11, 40)),
        Suppressed(LIF010, "old token"),
    ),
    findings=(SCP001,),
    hidden=3,
    errors=(ERROR,),
    notes=("a site policy reads path_text, so 40 tokens needed 40 evaluations",),
)
EMPTY = Report("0.1.0", "embedded (regopy 1.5.2)", NOW)
CLEAN = replace(REPORT, findings=())
