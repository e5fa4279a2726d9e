"""Which files are HTCondor's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import LINE, text
from tokenlint.services.htcondor.recognise import CONFIG, MAPFILE, VALIDATOR, kind_of


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        ("site/10-scitokens.conf", LINE, MAPFILE),
        ("site/condor_mapfile", 'GSI "^/CN=x y" z\nFS (.*) \\1', MAPFILE),
        ("site/condor_mapfile", "@include /etc/condor-ce/mapfiles.d/", MAPFILE),
        ("site/condor_mapfile.erb", 'GSI "<%= @x -%>" \\1@<%= @d %>\nFS (.*) \\1', MAPFILE),
        (
            "chart/50.conf",
            "{{- range .Values.x }}\nSCITOKENS /^{{ .url }},/ {{ .user }}\n{{- end }}",
            MAPFILE,
        ),
        ("mapfiles.d/90-ban.conf", "# a ban:\n# SCITOKENS /^x,/ y@banned.htcondor.org", MAPFILE),
        ("etc/condor_mapfile", "# nothing yet", MAPFILE),
        ("etc/condor_config", "CONDOR_HOST = a", CONFIG),
        ("etc/condor-ce/config.d/50.conf", "X = y", CONFIG),
        ("etc/condor/config.d/50.conf", "# nothing yet", CONFIG),
        ("condor/x.config", "#SEC_TOKEN_BLACKLIST_EXPR = true", CONFIG),
        ("a/b.conf", "SEC_DEFAULT_AUTHENTICATION_METHODS = FS", CONFIG),
        ("a/b.conf", "use security:strong\n", CONFIG),
        ("a/b.conf", "JOB_ROUTER_CREATE_IDTOKEN_{{ x }} @=end\n lifetime = 1\n@end", CONFIG),
        ("a/b.conf", "COLLECTOR_HOST = a\nDAEMON_LIST = SCHEDD", CONFIG),
        ("x/egi-check-in-validator.ini", "", VALIDATOR),
        ("x/rules.ini", "[mappings]\na=* https://i.example * compute.read urn:g", VALIDATOR),
        ("x/snippet", "a=* https://i.example * compute.read urn:g", VALIDATOR),
    ],
)
def test_files_of_htcondor(file: str, content: str, kind: str) -> None:
    assert kind_of(text(content, file)) == kind


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("README.md", LINE),
        ("a/b.ini", "[Issuer x]\nissuer = https://i.example"),
        ("a/httpd_sec.conf", "ServerSignature Off\nServerTokens Prod"),
        ("a/.env", "TRUST_DOMAIN=example.org"),
        ("a/.env", "ALLOW_WRITE=true"),
        ("a/notes", "SSL is used here. It is good"),
        ("a/ssl.conf", "SSLEngine on\nSSLProtocol all"),
        ("a/x.cfg", "[x]\nSEC_TOKEN_MAX_AGE = 1"),
        ("a/x.yaml", "SEC_DEFAULT_AUTHENTICATION = REQUIRED"),
        ("a/x.bin", "SEC_DEFAULT_ENCRYPTION = \0"),
        ("a/x.html", "<p>SEC_DEFAULT_ENCRYPTION"),
        ("a/x", "<SEC_DEFAULT_ENCRYPTION\nSEC_DEFAULT_ENCRYPTION = X"),
        ("a/empty", ""),
        ("condor/empty", ""),
    ],
)
def test_files_of_others(file: str, content: str) -> None:
    assert kind_of(text(content, file)) is None


@given(st.text(max_size=200), st.sampled_from(["a/b.conf", "condor/config.d/x", "condor_mapfile"]))
def test_any_text_is_looked_at(content: str, file: str) -> None:
    assert kind_of(text(content, file)) in {None, MAPFILE, CONFIG, VALIDATOR}


def test_a_long_line_is_looked_at_quickly() -> None:
    assert kind_of(text("SSL " + "a " * 500_000, "x/y")) is None
