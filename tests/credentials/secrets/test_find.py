"""What is found in texts, and what is not; where; and that all of it is covered."""

import hashlib
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.credentials.macaroon.minting import minted
from tests.credentials.secrets.made import (
    encoded,
    jwks,
    key_members,
    macaroon,
    noise,
    pem,
    public_pem,
    vault_token,
)
from tests.effort import examples
from tests.minting import NOW, claims, mint
from tokenlint.credentials.redact import TOKEN_HIDDEN, covered, shown
from tokenlint.credentials.secret_names import SecretKind
from tokenlint.credentials.secrets.find import find_secrets
from tokenlint.credentials.secrets.secret import Secret

N = noise()


def found(text: str) -> list[Secret]:
    """The secrets of a text; whatever is found is covered in its place."""
    secrets = list(find_secrets(text))
    shown = covered(text)
    for each in secrets:
        rows = [row for row in shown[each.start : each.end].splitlines() if "-----BEGIN" not in row]
        assert set("".join(rows)) <= set("* \t"), "not covered"
    return secrets


def kinds(text: str) -> list[str]:
    return [each.kind.value for each in found(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("client_secret = NOISE\n", "client-secret"),
        ('"client_secret": "NOISE",\n', "client-secret"),
        ("OIDCClientSecret NOISE\n", "client-secret"),
        ('OIDCClientSecret "NOISE"\n', "client-secret"),
        ("gplazma.oidc-te.client-secret=NOISE\n", "client-secret"),
        ("iam: {client-id: me, client-secret: NOISE}\n", "client-secret"),
        ("- client_secret: NOISE # of the site\n", "client-secret"),
        ("client_secret:\n  NOISE\n", "client-secret"),
        ("client_secret: |\n    NOISE\nnext: 1\n", "client-secret"),
        ("env:\n- name: OIDC_CLIENT_SECRET\n  value: NOISE\n", "client-secret"),
        ('[{"name": "OIDC_CLIENT_SECRET", "value": "NOISE"}]', "client-secret"),
        ('x: \'{\\"client_secret\\": \\"NOISE\\"}\'\n', "client-secret"),
        ("<clientSecret>NOISE</clientSecret>", "client-secret"),
        ('<client id="me" secret="NOISE"/>', "secret"),
        (
            "curl -d client_id=me&client_secret=NOISE&grant_type=x https://issuer.example\n",
            "client-secret",
        ),
        ("# client_secret = NOISE\n", "client-secret"),
        ('{"type": "password", "value": "NOISE"}', "password"),
        ('"privateKey": [\n  "NOISE"\n],\n', "signing-key"),
        ("export DB_PASSWORD=NOISE\n", "password"),
        ("db_password => 'NOISE',\n", "password"),
        ("DbPassword=Tr0ub4dor\n", "password"),
        ("default = postgresql://rucio:NOISE@db.example/rucio\n", "password"),
        ("oidc-gen --op-password NOISE alpha\n", "password"),
        ("SEC_PASSWORD = NOISE\n", "password"),
        ("condor_password: NOISE\n", "pool-password"),
        ("macaroons.secretkey NOISE\n", "macaroon-secret"),
        ("APIKEY = NOISE\n", "api-key"),
        ("aws_secret_access_key=NOISE\n", "api-key"),
        ("refresh_token: NOISE\n", "refresh-token"),
        ("access_token: NOISE\n", "access-token"),
        ("curl -H 'Authorization: Bearer NOISE' https://storage.example\n", "access-token"),
        ("signing_key: NOISE\n", "signing-key"),
        ("client_secrte: NOISE\n", "secret"),
        ("OIDC_SECRET_OF_ALPHA = NOISE\n", "secret"),
    ],
)
def test_a_value_under_the_name_of_a_secret(text: str, kind: str) -> None:
    text = text.replace("NOISE", N)  # the name of a test must not change with the run
    (secret,) = found(text)
    assert secret.kind == kind
    value = "Tr0ub4dor" if "Tr0ub4dor" in text else N
    assert text[secret.start : secret.end] == value
    row = text.splitlines()[secret.line - 1]
    assert row[secret.column - 1 : secret.end_column - 1] == value
    assert secret.fingerprint == hashlib.sha256(value.encode()).hexdigest()[:12]
    assert (secret.well_known, secret.hashed) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "client_secret =\n",
        "client_secret = REDACTED\n",
        "client_secret = ***\n",
        "client_secret = xxxxxxxx\n",
        "client_secret = changeme\n",
        "client_secret = diracx:legacy:InsecureChangeMe\n",
        "client_secret = <client-secret>\n",
        "client_secret = your-client-secret\n",
        "client_secret = {CLIENT_SECRET}\n",
        "client_secret = ${CLIENT_SECRET}\n",
        "client_secret: {{ .Values.secret }}\n",
        "client_secret: ${IAM_SECRET:define_me_please}\n",
        "client_secret = $SECRET\n",
        "client_secret = @SECRET@\n",
        "client_secret = client_secret\n",
        "client_secret = eyJraWQi[...]MN9E\n",
        "client_secret_file = /etc/rucio/secret\n",
        "client_secret = /etc/rucio/secret\n",
        "client_secret = file:/etc/rucio/secret\n",
        "client_secret = env:CLIENT_SECRET\n",
        "passphrase: prompt\n",
        "client_secret: <secret>\n",
        "secretName: rucio-1a2b3c4d5e6f7a8b\n",
        "client_id: 0f3b1c62-9a7e-4a53-8b6e-9b5c8f1f2a3d\n",
        "kid: 5f2c0a9e5f2c0a9e5f2c0a9e\n",
        "image: made@sha256:5f2c0a9e5f2c0a9e5f2c0a9e5f2c0a9e\n",
        'grant_types: ["password", "refresh_token"]\n',
        "SEC_CLIENT_AUTHENTICATION_METHODS = PASSWORD\n",
        'path "secret/oauth/creds/nobody/token" {\n',
        'OIDCCryptoPassphrase "exec:/usr/bin/passphrase"\n',
        '"passwordPolicy": "length(12)"\n',
        '"type": "password",\n"value": "**********"\n',
        "client_secret = https://vault.example/v1/secret\n",
        "client_secret = vars.client_secret\n",
        "client_secret = os.environ['SECRET']\n",
        "client_secret: !vault |\n",
        "client_secret: ENC[AES256_GCM,data:abc]\n",
        "client_secret: null\n",
        "clientSecretLength: 64\n",
        "client_secret_expires_at: 0\n",
        "token_endpoint_auth_method: client_secret_basic\n",
        "reuse_refresh_token: true\n",
        "access_token_lifetime: 3600\n",
        "password: the user is asked for it\n",
        "# password: whatever the administrator chose\n",
        "Set the password: hunter2 is a bad one\n",
        "authtokens = * https://issuer.example https://ce.example compute.read *\n",
        "SpaceToken = LHCb-EOS\n",
        "tokenUrl: https://issuer.example/token\n",
        "existingSecret: rucio-db\n",
        "hostCertKeySecret: my-host-cert\n",
        "tlsSecretName: ingress-cert\n",
        "secret:\n  name: rucio-db\n  keys: [a]\n",
        "imagePullSecrets: [regcred]\n",
        "- secretKey: password\n  remoteRef: {key: rucio}\n",
        "valueFrom:\n  secretKeyRef:\n    name: rucio\n    key: client_secret\n",
        "LOCAL_CREDMON_PRIVATE_KEY = /etc/condor/scitokens-private.pem\n",
        "s3.secret_key_file {{.S3SecretKeyfile}}\n",
        "https://{user}:{password}@db.example/\n",
        "https://issuer.example:8443/token\n",
        "ProxyPass /a http://localhost:8080/a\n",
        "hvs.short and s.aaaaaaaaaaaaaaaaaaaaaaaa\n",
        "eyJraWQiOiJ4In0.eyJ\n",
        "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw\n",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "password: secret\n",
        "db_passwd = storm\n",
        'secretKey: "console123"\n',
        "secret: secret\n",
        "x = mysql://rucio:rucio@db.example/\n",
        "client_secret: supersecretpassword\n",
    ],
)
def test_a_value_that_everybody_guesses(text: str) -> None:
    (secret,) = found(text)
    assert secret.well_known


def test_a_public_key_is_no_secret() -> None:
    assert found(public_pem()) == []
    public = {
        name: value for name, value in key_members("RSA").items() if name in {"kty", "n", "e"}
    }
    assert found(json.dumps({"keys": [public]})) == []


def test_a_token_is_one_finding_with_its_own_fingerprint() -> None:
    token = mint(claims())
    (secret,) = found(f'first: 1\n"access_token": "{token}",\n')
    assert (secret.kind, secret.line, secret.column) == (SecretKind.JWT, 2, 18)
    signing_input = token.rpartition(".")[0]
    assert secret.fingerprint == hashlib.sha256(signing_input.encode()).hexdigest()[:12]
    assert secret.expires == NOW + 3600


def test_kinds_of_tokens() -> None:
    token = mint(claims())
    assert kinds(f"refresh_token: {token}\n") == ["refresh-token"]
    assert kinds(f"a sentence with {token}.\n") == ["jwt"]
    unsigned = mint(claims(), {"alg": "none"})
    assert kinds(f"refresh_token = {unsigned}\n") == ["refresh-token"]
    body = {"iss": "https://issuer.example", "sub": "x", "aud": "me", "exp": NOW, "nonce": "n"}
    assert kinds(mint({**body, "iat": NOW, "at_hash": "x"})) == ["id-token"]


def test_a_token_that_was_cut_is_no_secret() -> None:
    token = mint(claims())
    assert found(f"access_token: {token[:-200]}\n") == []
    assert found(f"access_token: {token.rpartition('.')[0]}\n") == []


def test_macaroons_say_until_when() -> None:
    end = datetime.fromtimestamp(NOW, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    (secret,) = found(f"export TOKEN={macaroon('activity:LIST', f'before:{end}')}\n")
    assert (secret.kind, secret.expires) == (SecretKind.MACAROON, NOW)
    (secret,) = found(macaroon())
    assert secret.expires is None


@pytest.mark.parametrize("location", ["https://se.example", "a", "x" * 120])
def test_macaroons_of_the_second_format_are_found_whole(location: str) -> None:
    end = datetime.fromtimestamp(NOW, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    value = minted("activity:LIST", f"before:{end}", location=location, version=2).decode()
    text = f"export TOKEN={value}\n"
    (secret,) = found(text)
    assert (secret.kind, secret.expires) == (SecretKind.MACAROON, NOW)
    assert text[secret.start : secret.end] == value
    assert covered(f"note {value}\n") == f"note {'*' * len(value)}\n"
    assert shown("note", f"note {value}") == TOKEN_HIDDEN


def test_what_only_begins_like_the_second_format_is_none() -> None:
    value = minted("activity:LIST", version=2).decode()
    for other in (value[:-8], value[:40] + "AAAA" + value[40:], f"x{value}", "AgE" + "abcd" * 30):
        assert not any(each.kind is SecretKind.MACAROON for each in found(f"note {other}\n"))
        assert covered(f"note {other}\n") == f"note {other}\n"


@pytest.mark.parametrize("prefix", ["hvs.", "hvb.", "s.", "b."])
def test_vault_tokens(prefix: str) -> None:
    token = vault_token(prefix)
    (secret,) = found(f"vault login {token}\n")
    assert secret.kind is SecretKind.VAULT_TOKEN
    assert kinds(f"VAULT_TOKEN={token}") == ["vault-token"]


def _indented(text: str, by: str) -> str:
    return "".join(f"{by}{row}\n" for row in text.splitlines())


def test_a_private_key_has_one_fingerprint_in_every_form() -> None:
    key = pem()
    forms = (
        key,
        f"private_key: |\n{_indented(key, '  ')}next: 1\n",
        f"private_key: >-\n{_indented(key, '    ')}",
        json.dumps({"private_key": key}),
        f'private_key = "{key}"\n',
        _indented(key, "# "),
        f"tls.key: {encoded(key)}\n",
    )
    every = [found(text) for text in forms]
    assert [[each.kind.value for each in one] for one in every] == [["signing-key"]] * len(forms)
    assert len({one[0].fingerprint for one in every}) == 1
    (secret,) = every[1]
    assert (secret.line, secret.column, secret.end_column) == (2, 3, 30)


def test_an_encrypted_key_cannot_be_used() -> None:
    (secret,) = found(pem(encrypted=True))
    assert secret.hashed


@pytest.mark.parametrize("indent", [None, 2])
def test_private_keys_in_json(indent: int | None) -> None:
    text = jwks("RSA", "EC", "oct", indent=indent)
    assert kinds(text) == ["signing-key"] * 3
    assert kinds(json.dumps({"keystore": text})) == ["signing-key"] * 3
    shown = covered(text)
    for name in ("d", "p", "q", "dp", "dq", "qi"):
        assert str(key_members("RSA")[name]) not in shown
    assert str(key_members("RSA")["n"]) in shown


KUBERNETES = """\
apiVersion: v1
kind: Secret
metadata:
  name: rucio
type: Opaque
data:
  username: {user}
  password: {password}
  rucio.cfg: {config}
  ca.crt: {public}
{{{{- if .Values.more }}}}
  client_secret: {{{{ .Values.secret | b64enc }}}}
{{{{- end }}}}
  tls.key: |
    {key}
stringData:
  token: {noise}
---
kind: ConfigMap
data:
  username: {user}
"""


def test_values_of_a_kubernetes_secret() -> None:
    text = KUBERNETES.format(
        user=encoded("rucio"),
        password=encoded(N),
        config=encoded(f"[database]\ndefault = mysql://rucio:{noise(1)}@db.example/rucio\n"),
        public=encoded(public_pem()),
        key=encoded(pem()),
        noise=noise(2),
    )
    secrets = found(text)
    assert [(each.line, each.kind.value) for each in secrets] == [
        (8, "password"),
        (9, "password"),
        (15, "signing-key"),
        (17, "access-token"),
    ]
    assert secrets[0].fingerprint == hashlib.sha256(N.encode()).hexdigest()[:12]
    shown = covered(text).splitlines()
    assert shown[6] == f"  username: {'*' * len(encoded('rucio'))}"
    assert shown[-1] == text.splitlines()[-1]


def test_a_kubernetes_secret_in_json() -> None:
    whole = {"kind": "Secret", "data": {"password": encoded(N), "user": encoded("rucio")}}
    assert kinds(json.dumps(whole, indent=1)) == ["password"]


def test_a_basic_header() -> None:
    (secret,) = found(f"curl -H 'Authorization: Basic {encoded(f'rucio:{N}')}' https://a.example\n")
    assert secret.kind is SecretKind.PASSWORD
    assert secret.fingerprint == hashlib.sha256(N.encode()).hexdigest()[:12]
    assert found("Basic authentication is for tests; basic understanding\n") == []


def test_hashes_of_passwords() -> None:
    letters = (noise() + noise(1))[:53]
    for text in (f'hash: "$2b$10${letters}"\n', f"password: {{SSHA}}{letters}\n"):
        (secret,) = found(text)
        assert secret.hashed
    (secret,) = found(f"hashed_password: {N}\n")
    assert secret.hashed


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_by_every_kind_of_end(end: str) -> None:
    text = end.join(("a: 1", "b: 2", f"  password: {N}", "c: 3"))
    (secret,) = found(text)
    assert (secret.line, secret.column, secret.end_column) == (3, 13, 13 + len(N))


def test_nothing_is_kept_of_the_value() -> None:
    (secret,) = found(f"password: {N}")
    assert N not in repr(secret)


WORDS = 'secret client_secret password token name value bearer eyJ MDA hvs. kty "d": LS0tLS1CRUdJTi'
SIGNS = (
    ": = | - . @ # & < > </ :// --- { } \" ' \\ $2b$10$ -----BEGIN\xa0PRIVATE\xa0KEY----- -----END"
)
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(sign.replace("\xa0", " ") for sign in SIGNS.split(" ")),
        *(" ", "\n", "  ", "- ", "\r", "\u2028", "\ud800", "kind: Secret\n", "data:\n", "---\n"),
        *(N, encoded(N)),
    ]
)


@settings(max_examples=examples(150))
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80)))
def test_any_text_is_read_and_what_is_found_is_covered(text: str) -> None:
    secrets = found(text)
    ends = [each.end for each in secrets]
    assert all(each.start >= end for each, end in zip(secrets[1:], ends, strict=False))
    assert all(each.line >= 1 and each.end_column > each.column >= 1 for each in secrets)


@pytest.mark.parametrize(
    "sign",
    [
        *("eyJ", "eyJhbGciOiJ.", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "secret="),
        *("secret: |\n", "secret:\n ", "://a:", "MDA", "hvs.", "LS0tLS1CRUdJTi", '{"kty', '"d":"'),
        *(
            "$2b$10$",
            "<a>",
            "secret: [ ",
            "kind: Secret\ndata:\n",
            "name: secret\n",
            "bearer ",
            "a/",
            "a-",
        ),
        *("password=a1", "s."),
    ],
)
def test_hostile_texts_take_linear_time(sign: str) -> None:
    begun = time.process_time()
    list(find_secrets(sign * (400_000 // len(sign))))
    assert time.process_time() - begun < 30  # a hang, not slowness
