"""Service configurations in a run: recognised, grouped, judged; nothing lost on the way."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import reader, settings
from tests.minting import claims, mint
from tokenlint.configurations import MOST_PARTS, Configurations
from tokenlint.policy.secret_subject import SecretSubject
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.read import Gathered, read_paths

SCITOKENS = b"""\
[Global]
audience = https://storage.example
onmissing = passthrough

[Issuer vo]
issuer = https://issuer.example
base_path = /data
"""
SERVER = b"""\
all.export /data
http.header2cgi Authorization authz
ofs.authorize
ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/scitokens.cfg
acc.authdb /etc/xrootd/authdb
"""
AUTHDB = b"u * /data a\n"
WORKFLOW = b"""\
tokenlint: workflows/1
services:
  disk: {audience: "https://storage.example", kind: storage}
workflows:
  cleaner:
    kind: deletion
    operations: [{operation: delete, service: disk, path: /x, by: service}]
    usable_for: 1h
    token:
      issuer: https://issuer.example
      audience: ["https://storage.example"]
      scope: storage.read:/x
      lifetime: 1h
"""


def gathered(folder: Path, files: dict[str, bytes]) -> Gathered:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return read_paths([folder], reader())


def services(found: Gathered) -> list[ServiceSubject]:
    return [each for each in found.inputs.subjects if isinstance(each, ServiceSubject)]


def test_the_files_of_one_server_are_one_service(tmp_path: Path) -> None:
    files = {"scitokens.cfg": SCITOKENS, "xrootd.cfg": SERVER, "authdb": AUTHDB}
    found = gathered(tmp_path, files)
    (service,) = services(found)
    assert {Path(file).name for file in service.acceptance.files} == files.keys()
    assert set(found.files.values()) == {
        "xrootd scitokens.cfg",
        "xrootd xrootd.cfg",
        "xrootd authdb",
    }
    assert service.facts["service"]["deletions"][0]["credential"] == "none"
    assert not service.embedded
    assert found.inputs.texts[str(tmp_path / "authdb")] == AUTHDB.decode()


def test_a_workflow_meets_the_service_of_the_same_run(tmp_path: Path) -> None:
    files = {"scitokens.cfg": SCITOKENS, "xrootd.cfg": SERVER, "authdb": AUTHDB}
    found = gathered(tmp_path, {**files, "w.yaml": WORKFLOW})
    (workflow,) = [each for each in found.inputs.subjects if isinstance(each, WorkflowSubject)]
    assert workflow.beside is not None
    (answer,) = workflow.beside.answers
    assert answer.more
    assert answer.decision.by is not None
    assert answer.decision.by.file == str(tmp_path / "authdb")


def test_the_declared_release_decides(tmp_path: Path) -> None:
    """Before 5.5.0, XRootD let storage.create delete (`rules/implementations.yaml`)."""
    server = SERVER.replace(b"++ ", b"").replace(b"acc.authdb /etc/xrootd/authdb\n", b"")
    server += b"xrootd.seclib libXrdSec.so\nsec.protocol ztn\n"
    scope = WORKFLOW.replace(b"storage.read:/x", b"storage.read:/x storage.create:/x")
    old = scope.replace(
        b"kind: storage", b'kind: storage, implementation: xrootd, version: "5.4.3"'
    )
    for folder, text, answers in (("new", scope, 0), ("old", old, 1)):
        files = {"scitokens.cfg": SCITOKENS, "xrootd.cfg": server, "w.yaml": text}
        found = gathered(tmp_path / folder, files)
        (workflow,) = [x for x in found.inputs.subjects if isinstance(x, WorkflowSubject)]
        assert workflow.beside is not None
        assert len(workflow.beside.answers) == answers, folder
        (service,) = services(found)
        assert service.acceptance.version == ("5.4.3" if answers else "")


RSE = b"""\
rucio-admin rse add-protocol --hostname storage.example --scheme davs --prefix /vo/x DISK
rucio-admin rse set-attribute --rse DISK --key oidc_support --value True
"""
CLIENT = b"""\
{"clientId": "a", "clientName": "a", "grantTypes": ["client_credentials"],
 "scope": ["storage.modify:/vo"], "accessTokenValiditySeconds": 3600,
 "tokenEndpointAuthMethod": "client_secret_basic"}
"""
READING = WORKFLOW.replace(b"operation: delete", b"operation: read")


def test_what_a_client_asks_for_is_judged_beside_the_services(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"scitokens.cfg": SCITOKENS, "rses.sh": RSE})
    asked = [each for each in found.inputs.subjects if isinstance(each, WorkflowSubject)]
    names = [each.document.title for each in asked]
    assert names == ["transfers from DISK", "transfers to DISK", "deletion at DISK"]
    assert all(each.facts["workflow"]["derived"] for each in asked)
    assert [each.facts["workflow"]["refusals"] for each in asked] == [[{"entry": 0}]] * 3
    assert asked[2].document.vector is not None
    assert asked[2].document.need is not None


def test_what_a_client_does_is_a_need_beside_declared_workflows(tmp_path: Path) -> None:
    """A scope to delete is needed where Rucio deletes; without it no workflow needs it."""
    alone = gathered(tmp_path, {"client.json": CLIENT, "w.yaml": READING})
    (client,) = services(alone)
    assert [each.scope for each in client.joins.unneeded] == [0]
    both = gathered(tmp_path, {"rses.sh": RSE})
    client = next(each for each in services(both) if each.acceptance.offers)
    assert client.joins.unneeded == ()


def test_an_audience_that_only_a_client_asks_for_is_asked_for(tmp_path: Path) -> None:
    listed = SCITOKENS.replace(b"https://storage.example", b"storage.example, old.example")
    other = READING.replace(b"https://storage.example", b"https://elsewhere.example")
    found = gathered(tmp_path, {"scitokens.cfg": listed, "w.yaml": other, "rses.sh": RSE})
    (storage,) = [each for each in services(found) if each.acceptance.audience]
    assert storage.unasked == (1,)
    (tmp_path / "w.yaml").unlink()
    (storage,) = [each for each in services(gathered(tmp_path, {})) if each.acceptance.audience]
    assert storage.unasked == ()  # nobody has declared what there is


def test_a_fragment_in_a_document_is_embedded(tmp_path: Path) -> None:
    text = b"# Set-up\n\n```\n" + SCITOKENS + b"```\n"
    (service,) = services(gathered(tmp_path, {"README.md": text}))
    assert service.embedded
    (issuer,) = service.acceptance.issuers
    assert issuer.url.source.line == 9


def test_other_files_are_passed_over(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"notes.txt": b"hello", "blob": b"\0\1\2" * 9})
    assert found.empty
    assert set(found.files.values()) == {"other"}


def test_a_named_file_that_nobody_knows_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    found = read_paths([tmp_path / "notes.txt"], reader())
    (problem,) = found.inputs.problems
    assert problem.kind == "not-recognised"
    assert problem.advice


def test_a_named_document_need_not_quote_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("hello")
    found = read_paths([tmp_path / "README.md"], reader())
    assert found.inputs.problems == ()
    assert found.empty


def test_secrets_are_covered_in_what_frames_show(tmp_path: Path) -> None:
    text = SCITOKENS + b"client_secret = hidden-from-all\n"
    found = gathered(tmp_path, {"scitokens.cfg": text})
    shown = found.inputs.texts[str(tmp_path / "scitokens.cfg")]
    assert "hidden" not in shown
    assert shown.endswith("client_secret = ***************\n")


def test_the_secrets_of_a_file_are_a_subject_once(tmp_path: Path) -> None:
    """Also where a file holds several configurations, and where it is no configuration itself."""
    snippet = b"```\n" + SCITOKENS + b"```\n"
    text = b"password = Tr0ub4dor\n" + snippet + b"\n" + snippet
    found = gathered(tmp_path, {"README.md": text, "notes.md": b"password = Tr0ub4dor\n"})
    (subject,) = [each for each in found.inputs.subjects if isinstance(each, SecretSubject)]
    assert subject.file == str(tmp_path / "README.md")
    assert [each.line for each in subject.secrets] == [1]
    assert found.inputs.veil("says Tr0ub4dor") == "says (secret not shown)"


def test_a_token_file_is_no_file_with_a_secret(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"given.jwt": mint(claims()).encode()})
    assert not any(isinstance(each, SecretSubject) for each in found.inputs.subjects)


def test_the_default_secret_of_dcache_is_told_once(tmp_path: Path) -> None:
    """SVC040 speaks where it is not written at all, the rules on secrets where one is written."""
    files = {
        "gplazma.conf": b"auth optional oidc-te\nauth optional oidc\n",
        "layouts/a.conf": b"[d]\n[d/gplazma]\n[w]\n[w/webdav]\nwebdav.authn.protocol = https\n",
        "dcache.conf": b"gplazma.oidc.provider!a = https://issuer.example -prefix=/data\n",
    }
    written = files | {
        "dcache.conf": files["dcache.conf"] + b"gplazma.oidc-te.client-secret = secret\n"
    }
    for folder, texts, secrets in (("silent", files, 0), ("written", written, 1)):
        found = gathered(tmp_path / folder, texts)
        (service,) = services(found)
        (setting,) = [
            each
            for each in service.acceptance.settings
            if each.name == "gplazma.oidc-te.client-secret"
        ]
        assert setting.value == ("written" if secrets else "default")
        subjects = [each for each in found.inputs.subjects if isinstance(each, SecretSubject)]
        assert len(subjects) == secrets


def test_binary_data_under_a_known_name_is_a_problem(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"scitokens.cfg": b"[Global]\n\0\0", "other.bin": b"\0"})
    (problem,) = found.inputs.problems
    assert (problem.kind, Path(problem.source.file).name) == ("binary", "scitokens.cfg")


def test_wrong_bytes_are_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"scitokens.cfg": b"# \xff\n" + SCITOKENS})
    (problem,) = found.inputs.problems
    assert (problem.kind, problem.source.line) == ("encoding", 1)
    assert len(services(found)) == 1


def test_a_configuration_that_is_too_large_is_a_problem(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"scitokens.cfg": SCITOKENS + b"#" * (4 * 1024 * 1024)})
    (problem,) = found.inputs.problems
    assert problem.kind == "limit"
    assert services(found) == []


def test_more_parts_than_can_be_judged_are_a_problem(tmp_path: Path) -> None:
    lines = b"".join(b"u user%d /data/%d a\n" % (n, n) for n in range(MOST_PARTS + 1))
    found = gathered(tmp_path, {"authdb": lines})
    (problem,) = found.inputs.problems
    assert (problem.kind, "251 ways" in problem.reason) == ("limit", True)
    (service,) = services(found)
    assert len(service.facts["service"]["ways"]) == MOST_PARTS


def test_an_ignore_in_a_configuration(tmp_path: Path) -> None:
    text = SCITOKENS.replace(b"base_path", b"; tokenlint: ignore[SVC003] all is ours\nbase_path")
    found = gathered(tmp_path, {"scitokens.cfg": text})
    (ignore,) = found.inputs.ignores
    assert (ignore.codes, ignore.first) == (("SVC003",), 8)


@pytest.mark.parametrize(
    "name", ["scitokens.cfg", "authdb", "arc.conf", "dcache.conf", "application.yml", "README.md"]
)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read(name: str, data: bytes) -> None:
    held = Configurations()
    held.take(Path(name), data, named=True)
    held.inputs(held.services(), settings(), ())
