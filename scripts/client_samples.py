"""One small configuration of each kind of clients, made up."""

from scripts.sample import Sample

CLIENTS: dict[str, tuple[Sample, ...]] = {
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
    "FTS3": (
        Sample(
            "/etc/fts3/fts3restconfig",
            "audiences, issuers, the scope to submit with, roles",
            "SiteName=SITE\nOAuth2=True\n[providers]\nvo = https://issuer.example/\n",
        ),
        Sample("/etc/fts3/fts3config", "what the server logs of tokens", "SiteName=SITE\n"),
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
}
