"""Bad configurations of issuers, brokers and clients, and what is said of them.

The form is that of `bad_services.py`. Beside each lies a client of INDIGO IAM, which is judged
all the same.
"""

from tests.cli.bad_services import FOUND, Bad, Said

CLIENT = (
    '{"clientId": "a", "clientName": "a", "grantTypes": ["authorization_code", "password"],\n'
    ' "scope": ["openid"], "redirectUris": ["https://a.example/"],\n'
    ' "accessTokenValiditySeconds": 3600, "tokenEndpointAuthMethod": "client_secret_basic"}\n'
)
PASSWORD: Said = ("client.json:1:76", "ISS012", "the password grant")
BESIDE = {"client.json": CLIENT}
ROLE = (
    "issuers:\n  - name: a\n    clientid: c\n    url: https://issuer.example/\n"
    "    callbackmode: noconfirm\n    credclaim: sub\n    roles:\n      - name: default\n"
    '        scopes: [openid, "storage.read:/a"]\n'
)
PROFILE = '{"name": "a", "capabilities": ["AT"], "restrictions": [{"include": ["%s"]}]}\n'
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES = {
    # Unbalanced templates
    "template-unbalanced-yaml": Bad(
        {**BESIDE, "htvault.d/1.yaml": "{{ if x }\n" + ROLE},
        (("htvault.d/1.yaml:2:1", "syntax", ""), ("htvault.d/1.yaml:6:19", "ISS035", "noconfirm")),
        (PASSWORD,),
    ),
    "template-unbalanced-ini": Bad(
        {**BESIDE, "rucio.cfg": "{% if x %\n[oidc]\nadmin_issuer = a\nidpsecrets = {{ x\n"},
        (("rucio.cfg:1:1", "syntax", "neither a section nor `name = value`"),),
        (PASSWORD,),
    ),
    # Placeholders in the place of keys and values
    "placeholders-yaml": Bad(
        {
            **BESIDE,
            "htvault.d/1.yaml": ROLE.replace("credclaim", "{{ key }}").replace(
                "storage.read:/a", "storage.modify:{{ path }}"
            ),
        },
        (("htvault.d/1.yaml:5:19", "ISS035", "noconfirm"),),
        (PASSWORD,),
        FOUND,
    ),
    "placeholders-ini": Bad(
        {
            **BESIDE,
            "rucio.cfg": "[oidc]\n{{ key }} = {{ value }}\nadmin_issuer = {{ a }}\n"
            "[conveyor]\nrequest_oidc_scope = x\n",
        },
        (("rucio.cfg:5:1", "SVC010", "does not read it any more"),),
        (PASSWORD,),
        FOUND,
    ),
    # Includes that lead back to themselves
    "loop-mytoken": Bad(
        {
            **BESIDE,
            "server-profiles/profiles/p": PROFILE % "one",
            "server-profiles/restrictions/one": '[{"include": ["two"]}]\n',
            "server-profiles/restrictions/two": '[{"include": ["one"]}]\n',
        },
        (("server-profiles/restrictions/two:1:16", "schema", "include each other"),),
        (PASSWORD,),
    ),
    # Anchors that explode
    "bomb-yaml": Bad(
        {**BESIDE, "pelican.yaml": BOMB + "Origin:\n  StoragePrefix: /\n"},
        (("pelican.yaml:5:8", "limit", "aliases add more than 10,000 values"),),
        (PASSWORD,),
    ),
    # No section
    "no-section-fts": Bad(
        {
            **BESIDE,
            "fts3restconfig": "OAuth2 = True\nAuthorizedAudiences = a,b\n",
        },
        (("fts3restconfig:2:23", "SVC050", "cut at semicolons"),),
        (PASSWORD,),
        FOUND,
    ),
    # YAML that is JSON, JSON that is YAML
    "json-named-yaml": Bad(
        {
            **BESIDE,
            "htvault.d/1.yaml": '{"issuers": [{"name": "a", "url": "https://i.example/",\n'
            '\t"clientid": "c", "callbackmode": "noconfirm", "credclaim": "sub",\n'
            '\t"roles": [{"name": "default", "scopes": ["openid"]}]}]}\n',
        },
        (("htvault.d/1.yaml:2:36", "ISS035", "noconfirm"),),
        (PASSWORD,),
        FOUND,
    ),
    "yaml-named-json": Bad(
        {**BESIDE, "clients.json": "- " + CLIENT.replace("\n", "\n  ").rstrip() + "\n"},
        (("clients.json:1:78", "ISS012", "the password grant"),),
        (PASSWORD,),
        FOUND,
    ),
    # Broken JSON
    "broken-json": Bad(
        {**BESIDE, "clients.json": CLIENT[:-2] + ",}\n"},
        (("clients.json:3:87", "syntax", "no JSON"),),
        (PASSWORD,),
    ),
    # Wrong encodings
    "latin-1": Bad(
        {
            **BESIDE,
            "rucio.cfg": "[oidc]\nadmin_issuer = caf\xe9\nidpsecrets = x\n".encode("latin-1"),
        },
        (("rucio.cfg:2:19", "encoding", "0xe9"),),
        (PASSWORD,),
    ),
    "utf-16": Bad(
        {**BESIDE, "htvault.d/1.yaml": ROLE.encode("utf-16")},
        (("htvault.d/1.yaml:5:19", "ISS035", "noconfirm"),),
        (PASSWORD,),
        FOUND,
    ),
    # A binary file with the name of a configuration
    "binary": Bad(
        {**BESIDE, "dirac.cfg": b"\x7fELF\0\0", "rucio.cfg": b"[oidc]\n\0"},
        (("rucio.cfg:2", "binary", "binary data"), ("dirac.cfg:1", "binary", "binary data")),
        (PASSWORD,),
    ),
    # XML with entities
    "entities-xml": Bad(
        {
            **BESIDE,
            "cfg.xml": '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n'
            '<config><service OIDCEnabled="true" rtGracePeriod="1"></service></config>\n',
        },
        (("cfg.xml:2:25", "limit", "it declares entities"),),
        (PASSWORD,),
    ),
}
