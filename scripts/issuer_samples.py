"""One small configuration of each kind of issuers and brokers, made up."""

from scripts.sample import Sample

ISSUERS: dict[str, tuple[Sample, ...]] = {
    "INDIGO IAM": (
        Sample(
            "/indigo-iam/config/application.yml",
            "registration of clients, lifetimes, token profile, scope matchers",
            "iam:\n  topbarTitle: IAM of the VO\n",
        ),
        Sample(
            "/etc/iam-login-service/config/iam.env",
            "the same by variables, also in compose files and Kubernetes manifests",
            "IAM_ORGANISATION_NAME=vo\nIAM_ISSUER=https://iam.example/\n",
        ),
        Sample(
            "clients.json",
            "clients as the API prints them: scopes, grants, lifetimes, redirects",
            '{"client_id": "x", "grant_types": ["authorization_code"],'
            ' "access_token_validity_seconds": 3600}\n',
        ),
        Sample(
            "scope-policies.json",
            "scope policies as the API prints them: who obtains which scopes",
            '[{"id": 1, "rule": "PERMIT", "matchingPolicy": "EQ",\n'
            '  "account": null, "group": null, "scopes": null}]\n',
        ),
        Sample(
            "data.json",
            "the same for OPA, with actors, also in a bundle",
            '{"policies": [{"actor": {"id": "x", "type": "group"}, "rule": "DENY",\n'
            '  "matchingPolicy": "PATH", "scopes": ["storage.modify:/"]}]}\n',
        ),
        Sample(
            "rules/policy_evaluation_order.rego",
            "what OPA answers where no policy matches, and whether clients have policies",
            'package rules\n\ndefault scope_permission(_) := "PERMIT"\n',
        ),
    ),
    "Keycloak": (
        Sample(
            "/opt/keycloak/data/import/realm.json",
            "clients, client scopes and what they put into tokens, lifetimes",
            '{"realm": "vo", "clientScopes": [], "clients": []}\n',
        ),
        Sample(
            "portal.json",
            "one client without its realm",
            '{"clientId": "portal", "publicClient": false, "standardFlowEnabled": true,'
            ' "redirectUris": ["https://portal.example/login"]}\n',
        ),
    ),
    "OA4MP, CILogon, scitokens-oauth2-server": (
        Sample(
            "/opt/oa4mp/etc/cfg.xml",
            "issuer, lifetimes, grants, who registers clients",
            '<config><service name="vo" OIDCEnabled="true" issuer="https://issuer.example">'
            "</service></config>\n",
        ),
        Sample(
            "/opt/oa4mp/etc/proxy-config.xml",
            "where the server has users log in",
            '<config><client name="proxy"><serviceUri>https://login.example/oauth2</serviceUri>'
            "</client></config>\n",
        ),
        Sample(
            "/opt/oa4mp/etc/templates/client.xml",
            "a client: its lifetimes, scopes, audience",
            '<properties><entry key="client_id">vo:client</entry>'
            '<entry key="at_lifetime">900000</entry></properties>\n',
        ),
        Sample(
            "/opt/oa4mp/etc/client.conf",
            "the same, as HOCON or JSON without the record",
            "tokens { access { type = wlcg, lifetime = 900000 } }\n",
        ),
        Sample(
            "/opt/oa4mp/var/scripts/at.qdl",
            "nothing: it is a program, and is listed so that it is not overlooked",
            "/* Returns: scopes */\nsay('x');\n",
        ),
    ),
    "x509-scitokens-issuer": (
        Sample(
            "/etc/x509-scitokens-issuer/conf.d/10-site.cfg",
            "issuer, lifetime of tokens",
            "ENABLED = True\n",
        ),
        Sample(
            "/etc/x509-scitokens-issuer/rules.json",
            "which DN or VOMS attribute gets which scopes",
            '{"rules": [{"match": "fqan:/vo", "scopes": ["read:/vo"]}]}\n',
        ),
        Sample("/etc/x509-scitokens-issuer/dn_mapping.json", "names of users by DN", "{}\n"),
        Sample(
            "/etc/httpd/conf.d/x509_scitokens_issuer.conf",
            "how Apache asks for the certificate",
            "SSLVerifyClient optional\n"
            "WSGIScriptAlias / /var/www/wsgi-scripts/x509-scitokens-issuer.wsgi\n",
        ),
    ),
    "htvault-config": (
        Sample(
            "/etc/htvault-config/config.d/20-vo.yaml",
            "issuers, their roles and scopes, how users log in; ssh, Kerberos, rate limits",
            "issuers:\n  - name: vo\n    url: https://issuer.example/\n    clientid: vault\n"
            "    credclaim: sub\n    roles:\n      - name: default\n"
            '        scopes: ["storage.read:/vo"]\n',
        ),
        Sample(
            "/etc/managed-tokens/managedTokens.yml",
            "which machines get a Vault token of which role",
            "vaultServer: vault.example\nexperiments:\n  vo:\n    roles:\n      production:\n"
            "        account: vopro\n        destinationNodes: [node.example]\n",
        ),
    ),
    "Vault, OpenBao": (
        Sample(
            "policies/vo.hcl",
            "which paths of Vault may be used, and how; also as JSON",
            'path "secret/vo/*" {\n  capabilities = ["read"]\n}\n',
        ),
        Sample(
            "roles/vo.json",
            "who may log in with a token, what Vault asks the issuer for, for how long",
            '{"role_type": "jwt", "user_claim": "sub", "bound_subject": "somebody",\n'
            '  "bound_audiences": ["https://vault.example"], "token_policies": ["vo"]}\n',
        ),
        Sample(
            "/etc/vault.d/vault.hcl",
            "listeners, and the longest lifetime of tokens",
            'listener "tcp" {\n  address = "127.0.0.1:8200"\n}\nstorage "raft" {\n}\n',
        ),
    ),
    "mytoken": (
        Sample(
            "/etc/mytoken/config.yaml",
            "providers, the longest lifetime of mytokens, which features are on",
            "issuer: https://mytoken.example\nservice_operator:\n  name: VO\nproviders:\n"
            "  - issuer: https://issuer.example/\n    client_id: mytoken\n    scopes: [openid]\n"
            "    mytokens_max_lifetime: 86400\n",
        ),
        Sample(
            "/etc/mytoken/server-profiles/profiles/job",
            "capabilities, restrictions and rotation of a kind of mytokens",
            '{"capabilities": "@at", "restrictions": "day", "rotation": "rotate"}\n',
        ),
        Sample("/etc/mytoken/server-profiles/capabilities/at", "what it may do", '["AT"]\n'),
        Sample(
            "/etc/mytoken/server-profiles/restrictions/day",
            "where, for how long and how often it can be used",
            '{"exp": "+1d"}\n',
        ),
        Sample(
            "/etc/mytoken/server-profiles/rotation/rotate",
            "when it is replaced by a new one",
            '{"on_AT": true, "auto_revoke": true}\n',
        ),
    ),
    "oidc-agent": (
        Sample(
            "~/.oidc-agent/issuer.config",
            "issuers with their public clients; also files of `issuer.config.d/`",
            '[{"issuer": "https://issuer.example/",\n'
            '  "pubclient": {"client_id": "agent", "scope": "openid storage.read:/vo"}}]\n',
        ),
        Sample(
            "~/.oidc-agent/custom_parameters.config",
            "parameters that are added to requests, such as an audience",
            '[{"parameter": "audience", "value": "https://storage.example",\n'
            '  "for_issuer": ["https://issuer.example/"], "request": ["refresh"]}]\n',
        ),
        Sample(
            "account.json",
            "the issuer and the scopes of an account, as `oidc-gen --print` shows it",
            '{"name": "vo", "issuer_url": "https://issuer.example/", "client_id": "agent",\n'
            '  "scope": "openid storage.read:/vo", "daeSetByUser": 0}\n',
        ),
        Sample(
            "~/.oidc-agent/vo",
            "nothing: it is encrypted",
            "MDAwMA==\nGenerated using version: 5.2.3\n",
        ),
    ),
}
