"""Public configuration files whose mistakes are known, and some that are known to be right.

The files lie beside the repository and never in it; where they are absent, nothing is tested.
They were read by hand, with the documentation of their products, before the rules were written.
Whose they are does not matter: the folder of a repository goes by a digest of its name.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.policy.test_examples import ENTRIES
from tokenlint import shipped
from tokenlint.lint import lint
from tokenlint.policy.catalogue import Catalogue, rules_of
from tokenlint.policy.engine import open_engine
from tokenlint.policy.finding import Finding, Persona
from tokenlint.policy.policies import load_policies
from tokenlint.read import Reader, read_paths
from tokenlint.rule_examples import example_settings
from tokenlint.trustspace.calibration import Calibration

CORPUS = ROOT.parent / "shared" / "config-corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the public configuration files are not beside the repository"
)


class Known(NamedTuple):
    """A file, what a person found in it, the rule that says so, and who is told."""

    file: str
    what: str
    rule: str
    times: int = 1
    persona: Persona = Persona.REGULAR


_TESTBED = "~6a782e5e61/shared/config"
_STORM = "storm-webdav/~72fe646dd9"
_WEBDAV_TESTS = f"{_STORM}/src/test/resources"
_CHART = "storm-webdav/~8bdfda181d/etc/helm/values.template.yml"
_CE = "htcondor-ce/~a29b1c2aed/workspaces/ce-workspace/config"
_COLLECTOR = "xrootd/~8f325bce5d/opensciencegrid/osdf-collector/etc/condor/mapfile"
_HOSTED = "htcondor-ce/~87ffdedc39/supported/osg-htc/osg-hosted-ce/templates/configmap.yaml"
_HELM = "dcache/~7e0cc82d3f/templates/configmap.yaml"
_DOCKER = "dcache/~fd70f117d2/etc/dcache"
_TESTING = "dcache/~86cbc356cb/dcache-conf/etc/dcache.conf"
_MINIMAL = (
    "docs-with-snippets/~f173eb4f98/docs/TheBook/src/main/markdown/dcache-minimal-installation.md"
)
_EOS = "docs-with-snippets/~de89b54e96/doc/diopside/manual/protocols.rst"
_CHECK_IN = "docs-with-snippets/~21af534829/README.md"
_GUIDE = "docs-with-snippets/~0b99d7248e/docs/token-based-authorization/configuration/xrootd.md"

_POLICIES = "iam/~9977800be8/opa/policies/data.json"
_REALM = f"keycloak/{_TESTBED}/keycloak/realm.json"
_OTHER_REALM = "keycloak/~d239ae4a2f/keycloak/realm-config.json"
_PROFILES = "mytoken/~4a728b8f84/config/server-profiles"
_DEMO = "dirac/~f84172b96d/demo/values.tpl.yaml"
_FTS = f"fts/{_TESTBED}/fts/fts3restconfig-oidc"

KNOWN = (
    Known("nginx-apache/~3f650e7c39/configs/authorizer.cfg", "demo issuer", "SVC006"),
    Known(f"xrootd/{_TESTBED}/xrootd/scitokens.conf", "names of clients as audiences", "SVC043", 2),
    Known(f"xrootd/{_TESTBED}/xrootd/scitokens.conf", "the subject is the account", "SVC026"),
    Known(f"xrootd/{_TESTBED}/xrootd/authdb", "all rights to everybody", "SVC001"),
    Known(f"storm-webdav/{_TESTBED}/storm-webdav/data.properties", "no grants written", "SVC001"),
    Known(f"storm-webdav/{_TESTBED}/storm-webdav/data.properties", "reads for all", "SVC029"),
    Known(f"storm-webdav/{_TESTBED}/teapot/application.yml", "an issuer may do all", "SVC007"),
    Known(f"{_WEBDAV_TESTS}/authz-test/sa.d/wlcg.properties", "misspelt keys", "SVC009", 2),
    Known(f"{_WEBDAV_TESTS}/authz-test/sa.d/wlcg.properties", "so all may write", "SVC001"),
    Known(f"{_WEBDAV_TESTS}/lhcb/sa.d/disk.properties", "misspelt keys", "SVC009", 2),
    Known(f"{_WEBDAV_TESTS}/lhcb/sa.d/disk.properties", "so all may write", "SVC001"),
    Known(_CHART, "writing for all", "SVC001"),
    Known(_CHART, "scopes switched off for two issuers", "SVC016", 2),
    Known(f"{_CE}/10-scitokens.conf", "patterns without a beginning", "SVC012", 2),
    Known(f"{_CE}/20-frontend-scitokens.conf", "patterns without a beginning", "SVC012", 3),
    Known(_COLLECTOR, "the account comes out of the token", "SVC026"),
    Known(_COLLECTOR, "a dot that is not escaped", "SVC022", 1, Persona.PEDANTIC),
    Known(_HOSTED, "an identity token for seven days", "SVC014"),
    Known(_HOSTED, "a subject without an end", "SVC012"),
    Known(_HELM, "no audience", "SVC005"),
    Known(_HELM, "an issuer over http", "SVC011"),
    Known(_HELM, "no profile", "SVC016"),
    Known(_HELM, "the whole issuer is one account", "SVC008"),
    Known(f"{_DOCKER}/dcache.conf", "tokens over an open line", "SVC028"),
    Known(f"{_DOCKER}/multi-mapfile.oidc", "accounts by e-mail address", "SVC044"),
    Known(_TESTING, "demo issuer", "SVC006"),
    Known(_TESTING, "it owns the root", "SVC003"),
    Known(_MINIMAL, "the root", "SVC003"),
    Known(_MINIMAL, "no audience", "SVC005"),
    Known(_MINIMAL, "any audience", "SVC004"),
    Known(_EOS, "the root", "SVC003"),
    Known(_EOS, "any audience", "SVC004"),
    Known(_CHECK_IN, "a knob that does not exist", "SVC009"),
    Known(_FTS, "audiences with commas", "SVC050"),
    Known(_FTS, "everybody may configure", "SVC051"),
    Known(_FTS, "audiences are not verified", "SVC054"),
    Known(_FTS, "a key that does not exist", "SVC021", 1, Persona.PEDANTIC),
    Known(_REALM, "storage.modify by default", "ISS010", 3),
    Known(_REALM, "six audiences by default", "ISS020"),
    Known(_REALM, "the password grant", "ISS012"),
    Known(_REALM, "all roles of the user", "ISS021"),
    Known(_OTHER_REALM, "no TLS", "ISS030"),
    Known(_OTHER_REALM, "a version of the profile that services refuse", "ISS034"),
    Known(_OTHER_REALM, "the wildcard by default", "ISS019"),
    Known(_POLICIES, "descriptions that say the opposite", "ISS004", 3),
    Known(_POLICIES, "paths without a slash at the end", "ISS005", 2),
    Known(f"{_PROFILES}/profiles/agent", "all capabilities, no restriction", "ISS023"),
    Known(_DEMO, "lifetimes above the defaults", "ISS055", 2, Persona.PEDANTIC),
)

QUIET = (
    f"{_PROFILES}/profiles/web-default",
    "pelican/~47fb35685f/xrootd/resources/test-scitokens-issuer.cfg",
    f"{_STORM}/compose/assets/etc/storm/webdav/sa.d/fga.properties",
    "storm-webdav/~12365baf81/templates/storage_area.properties.template",
)
_ATLAS = range(98, 110)  # lines of the block that the document calls right


def _folders() -> Iterator[Path]:
    """The repositories of the table, whole, since files of one service refer to each other."""
    files = [*(row.file for row in KNOWN), *QUIET, _GUIDE]
    yield from (_path(each) for each in sorted({"/".join(f.split("/")[:2]) for f in files}))


@cache
def _path(file: str) -> Path:
    """Where a file of the table lies; its second part is `~` and the digest of a folder's name."""
    system, digest, *rest = file.split("/")
    (folder,) = [
        each
        for each in (CORPUS / system).iterdir()
        if f"~{sha256(each.name.encode()).hexdigest()[:10]}" == digest
    ]
    return folder.joinpath(*rest)


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    """What an auditor is told of all these repositories, from one run."""
    catalogue = Catalogue(rules_of(ENTRIES))
    policies = load_policies([ROOT / "policies"], catalogue)
    settings = example_settings(catalogue, shipped.compiled()["limits"])
    reader = Reader(settings, Calibration.default(), policies.letters)
    inputs = read_paths(_folders(), reader).inputs
    with open_engine("embedded", policies) as engine:
        report = lint(inputs, catalogue, engine, settings)
    assert [problem for problem in report.errors if problem.kind != "syntax"] == []
    return report.findings


def _at(findings: tuple[Finding, ...], file: str) -> list[Finding]:
    return [each for each in findings if each.locations[0].source.file == str(_path(file))]


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row.rule}-{Path(row.file).name}")
def test_a_known_mistake_is_found(row: Known, findings: tuple[Finding, ...]) -> None:
    found = [each for each in _at(findings, row.file) if each.rule == row.rule]
    assert len(found) == row.times
    assert {each.persona for each in found} == {row.persona}


@pytest.mark.parametrize("file", QUIET, ids=lambda file: Path(file).name)
def test_a_file_that_is_right_is_left_alone(file: str, findings: tuple[Finding, ...]) -> None:
    assert _path(file).is_file()
    regular = [each for each in _at(findings, file) if each.persona is Persona.REGULAR]
    assert [f"{each.rule} {each.message}" for each in regular] == []


def test_a_block_that_is_right_has_only_its_wildcard(findings: tuple[Finding, ...]) -> None:
    regular = {
        each.rule
        for each in _at(findings, _GUIDE)
        if each.persona is Persona.REGULAR and each.locations[0].source.line in _ATLAS
    }
    assert regular == {"SVC004"}


def test_a_line_has_one_finding_for_one_cause(findings: tuple[Finding, ...]) -> None:
    """A flat grant is told by the deletion that it allows, an open pattern by what it matches."""
    lines: dict[tuple[str, int], set[str]] = {}
    for each in findings:
        source = each.locations[0].source
        lines.setdefault((source.file, source.line), set()).add(each.rule)
    twice = [rules for rules in lines.values() if {"SVC001", "SVC007"} <= rules]
    assert [*twice, *(rules for rules in lines.values() if {"SVC008", "SVC012"} <= rules)] == []
