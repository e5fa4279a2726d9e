"""Configurations of issuers, brokers and clients, each with a number that makes it unlike another.

`{n}` stands for the number.
"""

_CLIENT = (
    '{"clientId": "client{n}", "clientName": "client{n}", "grantTypes": ["client_credentials"],\n'
    ' "scope": ["storage.read:/vo{n}", "storage.modify:/vo{n}/out"],\n'
    ' "accessTokenValiditySeconds": 21600, "tokenEndpointAuthMethod": "client_secret_basic"}\n'
)
_POLICIES = (
    '[{"id": 1, "rule": "PERMIT", "matchingPolicy": "PATH", "scopes": ["storage.read:/vo{n}"]},\n'
    ' {"id": 2, "rule": "DENY", "matchingPolicy": "EQ", "scopes": ["storage.modify:/vo{n}"],\n'
    '  "group": {"uuid": "{n}", "name": "vo{n}/guests"}}]\n'
)
_REALM = (
    '{"realm": "vo{n}", "enabled": true, "sslRequired": "external", "accessTokenLifespan": 3600,\n'
    ' "clientScopes": [{"name": "storage.read:/vo{n}", "protocol": "openid-connect",\n'
    '   "attributes": {"include.in.token.scope": "true"}}],\n'
    ' "clients": [{"clientId": "portal{n}", "enabled": true, "standardFlowEnabled": true,\n'
    '   "directAccessGrantsEnabled": true, "redirectUris": ["https://portal{n}.example/back"],\n'
    '   "defaultClientScopes": ["storage.read:/vo{n}"]}]}\n'
)
_RUCIO = (
    "rucio-admin rse add-protocol --hostname disk{n}.example --scheme davs --prefix /vo{n}/rucio"
    " DISK{n}\n"
    "rucio-admin rse set-attribute --rse DISK{n} --key oidc_support --value True\n"
    "rucio-admin rse set-attribute --rse DISK{n} --key oidc_base_path --value /vo{n}\n"
)
_DIRAC = (
    "Resources\n{\n  Sites\n  {\n    LCG\n    {\n      LCG.Site{n}.xx\n      {\n        CEs\n"
    "        {\n          ce{n}.example\n          {\n            CEType = HTCondorCE\n"
    "            Tag = Token\n          }\n        }\n      }\n    }\n  }\n}\n"
)

ISSUERS = {
    "iam": {"clients.json": _CLIENT, "scope-policies.json": _POLICIES},
    "keycloak": {"realm.json": _REALM},
    "htvault": {
        "htvault.d/10-vo.yaml": (
            "issuers:\n  - name: vo{n}\n    clientid: vault{n}\n"
            "    url: https://issuer{n}.example/\n    callbackmode: device\n"
            "    credclaim: wlcg.credkey\n    roles:\n      - name: default\n"
            '        scopes: [openid, offline_access, "storage.read:/vo{n}"]\n'
        )
    },
    "rucio": {
        "rucio.cfg": (
            "[oidc]\nidpsecrets = /opt/rucio/etc/idpsecrets.json\nadmin_issuer = vo{n}\n"
            "[conveyor]\ntransfertool = fts3\nrequest_oidc_audience = x{n}\n"
        ),
        "rses.sh": f"#!/bin/sh\n{_RUCIO}",
    },
    "fts": {
        "fts3restconfig": (
            "[fts3]\nOAuth2 = True\nAuthorizedAudiences = https://fts{n}.example:8446\n"
            "[providers]\nvo{n} = https://issuer{n}.example/\nvo{n}_ClientId = client{n}\n"
        )
    },
    "dirac": {"dirac.cfg": _DIRAC},
    "pelican": {
        "pelican.yaml": (
            "Origin:\n  Exports:\n    - StoragePrefix: /data{n}\n      FederationPrefix: /vo{n}\n"
            "      Capabilities: [Reads, PublicReads]\n"
            "  TokenAudience: https://origin{n}.example\n"
        )
    },
    "mytoken": {
        "server-profiles/profiles/reader": (
            '{"name": "reader{n}", "capabilities": ["AT"], "restrictions": [{"exp": "+24h",\n'
            ' "scope": "storage.read:/vo{n}", "audience": ["https://disk{n}.example"]}]}\n'
        )
    },
}
