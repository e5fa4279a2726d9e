"""One small configuration of each kind, made up: what the page of recognised files is made from.

The files of one product are read together, as one service,
so that the readers say what holds where these files write nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A file where it is usually installed, what such files tell, and the least of its content."""

    path: str
    tells: str
    content: str


SCITOKENS = (
    "[Global]\naudience = https://storage.example\n\n"
    "[Issuer vo]\nissuer = https://issuer.example\nbase_path = /data\n"
)

SAMPLES: dict[str, tuple[Sample, ...]] = {
    "XRootD, EOS, XCache": (
        Sample(
            "/etc/xrootd/xrootd.cfg",
            "libraries, protocols, exports; for EOS `xrd.cf.mgm`",
            "all.export /data\n"
            "xrd.protocol http:1094 libXrdHttp.so\n"
            "sec.protocol ztn\n"
            "ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/scitokens.cfg\n"
            "ofs.authlib ++ libXrdMacaroons.so\n",
        ),
        Sample("/etc/xrootd/scitokens.cfg", "issuers, audiences, areas, strategies", SCITOKENS),
        Sample("/etc/xrootd/authdb", "rights of groups, accounts and everybody", "u * /data rl\n"),
        Sample(
            "/etc/xrootd/mapfile.json",
            "from the subject or group of a token to an account",
            '[{"sub": "somebody", "result": "account"}]\n',
        ),
    ),
    "dCache": (
        Sample("/etc/dcache/dcache.conf", "properties of all services", "dcache.layout = mine\n"),
        Sample(
            "/etc/dcache/layouts/mine.conf",
            "domains, their services, and properties of each",
            "[core]\n[core/gplazma]\n[core/webdav]\n[core/frontend]\n[core/xrootd]\n",
        ),
        Sample(
            "/etc/dcache/gplazma.conf",
            "the plug-ins of the login, in their order",
            "auth optional oidc\nmap optional multimap\nsession requisite omnisession\n",
        ),
        Sample(
            "/etc/dcache/multi-mapfile",
            "from the principals of a token to an account",
            "op:vo username:vo uid:1001 gid:1001,true\n",
        ),
        Sample(
            "/etc/dcache/omnisession.conf",
            "root, home and limits of an account",
            "username:vo root:/ home:/\n",
        ),
        Sample(
            "/etc/grid-security/storage-authzdb",
            "rights of an account",
            "authorize vo read-write 1001 1001 / / /\n",
        ),
        Sample("/etc/dcache/ban.conf", "who is turned away", "ban username:somebody\n"),
        Sample(
            "/etc/dcache/dcache.kpwd",
            "accounts and their rights, the old way",
            "login vo read-write 1001 1001 / / /\n",
        ),
    ),
    "StoRM WebDAV": (
        Sample(
            "/etc/storm/webdav/sa.d/vo.properties",
            "a storage area: its issuers, and what they may do",
            "name=vo\nrootPath=/storage/vo\naccessPoints=/vo\norgs=https://issuer.example\n",
        ),
        Sample(
            "/etc/storm/webdav/config/application.yml",
            "issuers, audiences, policies",
            "oauth:\n  issuers:\n    - name: vo\n      issuer: https://issuer.example\n",
        ),
    ),
    "StoRM": (
        Sample(
            "/etc/storm/backend-server/path-authz.db",
            "rights of groups of accounts",
            "vo /vo WRFDLMN permit\n",
        ),
    ),
    "Teapot": (
        Sample("/etc/teapot/config.ini", "the gate before StoRM WebDAV", "[Teapot]\n"),
        Sample(
            "/etc/teapot/user-mapping.csv",
            "from a subject to an account",
            "account subject@issuer.example\n",
        ),
    ),
    "HTCondor, HTCondor-CE": (
        Sample(
            "/etc/condor/condor_config",
            "methods, audiences, who may do what, tokens for jobs; also files of `config.d/`",
            "SEC_DEFAULT_AUTHENTICATION_METHODS = SCITOKENS\n"
            "SEC_CREDENTIAL_STORER = /usr/bin/condor_vault_storer\n"
            "LOCAL_CREDMON_ISSUER = https://ce.example\n",
        ),
        Sample(
            "/etc/condor/mapfiles.d/10-vo.conf",
            "from issuer and subject to an account",
            "SCITOKENS /^https:\\/\\/issuer\\.example,somebody$/ vo\n",
        ),
        Sample(
            "/etc/condor/egi-check-in-validator.ini",
            "rules of the EGI Check-in validator",
            "[mappings]\n",
        ),
        Sample(
            "/usr/local/sbin/make-tokens.sh",
            "identity tokens that a script creates, and requests that it approves",
            "condor_token_create -identity startd@pool.example -authz READ -lifetime 3600\n",
        ),
    ),
    "ARC CE": (
        Sample(
            "/etc/arc.conf",
            "authgroups, mapping to accounts, who may submit",
            "[common]\n[authgroup:vo]\nauthtokens = * https://issuer.example * * *\n"
            "[mapping]\nmap_to_user = vo vo\n[arex]\n[arex/ws/jobs]\n",
        ),
        Sample(
            "/etc/arc.conf.d/50-more.conf", "the same, in parts", "[authgroup:more]\nall = yes\n"
        ),
    ),
    "nginx with SciTokens": (
        Sample("/etc/nginx/authorizer.cfg", "issuers, audiences, areas", SCITOKENS),
        Sample(
            "/etc/nginx/nginx.conf",
            "which locations ask, and their methods",
            "server {\n  location / {\n    auth_request /auth;\n    dav_methods PUT;\n  }\n}\n",
        ),
    ),
    "Apache with SciTokens": (
        Sample(
            "/etc/httpd/conf.d/data.conf",
            "issuers, areas, methods",
            '<Location "/data">\nissuers "https://issuer.example;/data"\n'
            "Require scitokensAuth aud\n</Location>\n",
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
    "FTS3": (
        Sample(
            "/etc/fts3/fts3restconfig",
            "audiences, issuers, the scope to submit with, roles",
            "SiteName=SITE\nOAuth2=True\n[providers]\nvo = https://issuer.example/\n",
        ),
        Sample("/etc/fts3/fts3config", "what the server logs of tokens", "SiteName=SITE\n"),
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
    "DIRAC, DiracX": (
        Sample(
            "/opt/dirac/etc/dirac.cfg",
            "identity providers, computing elements with tokens, transfers; also dumps of the CS",
            "Resources\n{\n  IdProviders\n  {\n    vo-iam\n    {\n"
            "      issuer = https://issuer.example\n    }\n  }\n}\n",
        ),
        Sample(
            "/etc/diracx/diracx.env",
            "the auth service of DiracX: issuer, lifetimes, redirects, algorithms",
            "DIRACX_SERVICE_AUTH_TOKEN_ISSUER=https://diracx.example\n",
        ),
        Sample(
            "/etc/diracx/values.yaml",
            "the same variables in Helm values, ConfigMaps and Compose files",
            "diracx:\n  settings:\n    DIRACX_SERVICE_AUTH_TOKEN_ISSUER: https://diracx.example\n",
        ),
        Sample(
            "/etc/diracx/default.yml",
            "the registry: whose users may log in",
            "Registry:\n  vo:\n    IdP:\n      URL: https://issuer.example\n"
            "      ClientID: diracx\n",
        ),
    ),
    "PanDA, Harvester": (
        Sample(
            "/etc/panda/panda_server.cfg",
            "how tokens are taken, and whose",
            "[server]\ntoken_authType = oidc\n",
        ),
        Sample(
            "/etc/panda/vo_auth_config.json",
            "the client with which users of a VO get tokens",
            '{"client_id": "panda", "vo": "vo", "audience": "https://panda.example",\n'
            ' "oidc_config_url": "https://issuer.example/.well-known/openid-configuration"}\n',
        ),
        Sample(
            "/etc/panda/panda_harvester.cfg",
            "the setups of the credential manager, the front end",
            "[credmanager]\npluginConfigs = [\n"
            '  {"module": "pandaharvester.harvestercredmanager.iam_token_cred_manager",\n'
            '   "configs": {"ce": {"target_type": "ce"}}}]\n[pandacon]\n',
        ),
        Sample(
            "/etc/panda/iam_token_ce.json",
            "one setup of the credential manager in a file of its own",
            '{"client_cred_file": "/etc/panda/client.json", "target_type": "ce"}\n',
        ),
        Sample(
            "/etc/panda/panda_queueconfig.json",
            "the folders of tokens of each queue",
            '{"vo": {"submitter": {"tokenDir": "/data/tokens/ce",\n'
            '  "module": "pandaharvester.harvestersubmitter.htcondor_submitter"}}}\n',
        ),
        Sample(
            "/etc/panda/grid-ce.sdf",
            "the token file in a template of a submit description",
            '+ScitokensFile = "{tokenPath}"\nqueue 1\n',
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
    "Kubernetes": (
        Sample(
            "/srv/charts/gate/templates/deployment.yaml",
            "tokens of service accounts that pods have projected: for whom, how long",
            "kind: Pod\nmetadata: {name: gate}\nspec:\n  volumes:\n  - name: tokens\n"
            "    projected:\n      sources:\n      - serviceAccountToken:\n"
            "          path: token\n",
        ),
    ),
    "Rucio": (
        Sample(
            "/opt/rucio/etc/rucio.cfg",
            "the audience that it expects, its own client, settings that are no longer read",
            "[oidc]\nidpsecrets = /opt/rucio/etc/idpsecrets.json\nadmin_issuer = vo\n",
        ),
        Sample(
            "values.yaml",
            "the same in the values of its Helm charts",
            "# rucio\nconfig:\n  conveyor:\n    transfertool: fts3\n",
        ),
        Sample(
            "/opt/rucio/etc/idpsecrets.json",
            "its clients at issuers",
            '{"vo": {"issuer": "https://issuer.example/", "client_id": "a", "SCIM": {}}}\n',
        ),
        Sample(
            "rses.sh",
            "which tokens it asks for: attributes and protocols of RSEs, in commands",
            "rucio-admin rse set-attribute --rse SITE --key oidc_support --value True\n",
        ),
        Sample(
            "rses.json",
            "the same, as the client exports them",
            '{"rses": {"SITE": {"rse_type": "DISK", "protocols": '
            '[{"scheme": "davs", "hostname": "dav.example", "prefix": "/data"}]}}}\n',
        ),
        Sample(
            "rse.txt",
            "the same, as `rucio-admin rse info` prints it",
            "Settings:\n=========\n  rse: SITE\nAttributes:\n===========\n  fts: x\n"
            "Protocols:\n==========\n  davs\n    scheme: davs\n",
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
    "Pelican, OSDF": (
        Sample(
            "/etc/pelican/pelican.yaml",
            "exports of an origin, the issuer built into it, the federation;"
            " also `osdf.yaml`, files for one role, and those of `config.d/`",
            "Federation:\n  DiscoveryUrl: https://federation.example\n"
            "Server:\n  ExternalWebUrl: https://origin.example:8444\n"
            "Origin:\n  EnableIssuer: true\n  Exports:\n    - StoragePrefix: /srv/vo\n"
            "      FederationPrefix: /vo\n      Capabilities: [Reads, Writes]\n"
            "Issuer:\n  AuthorizationTemplates:\n    - actions: [read, create]\n"
            "      prefix: /vo/$USER\n",
        ),
        Sample(
            "/etc/sysconfig/pelican-origin.env",
            "the same settings as variables of an environment",
            "PELICAN_ORIGIN_STORAGETYPE=posix\n",
        ),
    ),
    "OSG topology": (
        Sample(
            "virtual-organizations/VO.yaml",
            "token issuers of a virtual organisation, and who may come to its namespaces",
            "ID: 1\nLongName: VO\nCredentials:\n  TokenIssuers:\n"
            "    - URL: https://issuer.example\n      Subject: a1b2\n      DefaultUnixUser: vo\n",
        ),
    ),
    "VOMS": (
        Sample(
            "/etc/vomses/vo.vomses",
            "servers that vouch for members",
            '"vo" "voms.example" "15001" "/DC=org/CN=voms.example" "vo"\n',
        ),
        Sample(
            "/etc/grid-security/vomsdir/vo/voms.example.lsc",
            "the certificate chain of such a server",
            "/DC=org/CN=voms.example\n/DC=org/CN=Authority\n",
        ),
    ),
    "ALICE tokens": (
        Sample(
            "/etc/grid-security/xrootd/TkAuthz.Authorization",
            "what is exported, and which operations ask for a token",
            "KEY VO:* PRIVKEY:/etc/private.pem PUBKEY:/etc/public.pem\n"
            "EXPORT PATH:/ VO:* ACCESS:ALLOW CERT:*\n"
            "RULE PATH:/ AUTHZ:delete|read|write|write-once| NOAUTHZ:| VO:*| CERT:IGNORE\n",
        ),
    ),
}
