"""Which files are configurations of Pelican, by name or by settings that nobody else has."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "pelican"
YAML: Final = "pelican.yaml"
ENVIRONMENT: Final = "pelican.env"

_ROLES = "origin|cache|director|registry|broker|server|client"
_NAME = re.compile(rf"(?:pelican|osdf)(?:-(?:{_ROLES}))?\.ya?ml(?:\.(?:j2|tmpl|tpl|in|example))?")
_YAML_NAME = re.compile(r".*\.ya?ml(?:\.(?:j2|jinja2?|tmpl|tpl|in|example|sample))?")
_ENV_NAME = re.compile(r"(?:.*[._-])?env|env[._-].*|(?:pelican|osdf)[a-z-]*")
_VARIABLE = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(?:PELICAN|OSDF)_(?:ORIGIN|CACHE|DIRECTOR|REGISTRY|FEDERATION|SERVER"
    r"|ISSUER|XROOTD|CLIENT|OIDC|TLSSKIPVERIFY|MONITORING)[A-Z0-9_]*=",
    re.MULTILINE,
)
_TELLING = {
    "origin": "storagetype exports exportvolumes federationprefix enablepublicreads enablereads"
    " enablewrites enablelistings enabledirectreads enableissuer multiuser multiuserminid"
    " tokenaudience scitokensmapsubject scitokensdefaultuser namespaceprefix s3serviceurl"
    " scitokensrestrictedpaths runlocation selftest",
    "cache": "storagelocation datalocations permittednamespaces enablelotman enableprefetch"
    " runlocation selftest fedtokenlocation",
    "issuer": "authorizationtemplates authenticationsource oidcauthenticationuserclaim groupsource"
    " userstripdomain",
    "federation": "discoveryurl directorurl registryurl topologynamespaceurl",
    "director": "maxmindkeyfile cachesortmethod fedtokenlifetime advertisementttl",
    "registry": "requirekeychaining requirecacheapproval requireoriginapproval institutionsurl",
    "xrootd": "sitename scitokensconfig authfile summarymonitoringhost",
    "server": "tlscertificatechain uiadminusers externalweburl enableui tlscertificate",
}
_KNOWN = {section: frozenset(words.split()) for section, words in _TELLING.items()}
_SOME_SECTION = re.compile(
    r"^(?:Origin|Cache|Issuer|Federation|Director|Registry|X[rR]oot[dD]|Server):", re.MULTILINE
)
_SECTION = re.compile(r"(Origin|Cache|Issuer|Federation|Director|Registry|X[rR]oot[dD]|Server):")
_KEY = re.compile(r"[ \t]+([A-Za-z0-9]+)[ \t]*:")
_ALONE = re.compile(r"^(?:TLSSkipVerify|IssuerKeysDirectory)[ \t]*:", re.MULTILINE)
_LOCATIONS = re.compile(
    r"^ConfigLocations[ \t]*:(?=[\s\S]{0,400}(?:pelican|config\.d))", re.MULTILINE
)


def kind_of(text: Text) -> str | None:
    """What Pelican calls this file; None for any other."""
    name = text.name.casefold()
    if _NAME.fullmatch(name):
        return YAML if _may_be_yaml(text) else None
    yaml = _YAML_NAME.fullmatch(name) is not None
    if not yaml and _ENV_NAME.fullmatch(name) and _VARIABLE.search(text.content):
        return ENVIRONMENT
    if not yaml and not text.embedded:
        return None
    return YAML if _says_pelican(text) else None


def _may_be_yaml(text: Text) -> bool:
    """Whether a file with Pelican's name may be its configuration: no Kubernetes object."""
    return not re.search(r"^(?:apiVersion|kind|services|jobs)[ \t]*:", text.content, re.MULTILINE)


def _says_pelican(text: Text) -> bool:
    if _ALONE.search(text.content) or _LOCATIONS.search(text.content):
        return True
    return _SOME_SECTION.search(text.content) is not None and _has_setting(text)


def _has_setting(text: Text) -> bool:
    """Whether a section at the margin holds a setting that tells."""
    known: frozenset[str] = frozenset()
    for _, line in text:
        if not line or line[0] in "#\n":
            continue
        if not line[0].isspace():
            found = _SECTION.match(line)
            known = _KNOWN[found[1].casefold()] if found else frozenset()
        elif known and (key := _KEY.match(line)) and key[1].casefold() in known:
            return True
    return False
