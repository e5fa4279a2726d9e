"""One small configuration of each kind, made up: what the page of recognised files is made from.

The files of one product are read together, as one service,
so that the readers say what holds where these files write nothing.
"""

from scripts.client_samples import CLIENTS
from scripts.issuer_samples import ISSUERS
from scripts.sample import Sample

SCITOKENS = (
    "[Global]\naudience = https://storage.example\n\n"
    "[Issuer vo]\nissuer = https://issuer.example\nbase_path = /data\n"
)

SERVICES: dict[str, tuple[Sample, ...]] = {
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
    "Kubernetes": (
        Sample(
            "/srv/charts/gate/templates/deployment.yaml",
            "tokens of service accounts that pods have projected: for whom, how long",
            "kind: Pod\nmetadata: {name: gate}\nspec:\n  volumes:\n  - name: tokens\n"
            "    projected:\n      sources:\n      - serviceAccountToken:\n"
            "          path: token\n",
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

SAMPLES = SERVICES | ISSUERS | CLIENTS
