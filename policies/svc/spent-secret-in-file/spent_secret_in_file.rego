# METADATA
# title: A secret that cannot be used, or is only for show
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["spent-secret-in-file"]

import data.tokenlint.lib.secrets

findings contains {
	"rule": "SVC049",
	"at": [place],
	"args": {"secret": sprintf("#%s", [place]), "how": how},
} if {
	some i, secret in input.secrets
	some how in _how(secret)
	place := sprintf("/secrets/%d", [i])
}

# Whatever makes it useless comes before where it stands.
_how(secret) := {"although it has expired"} if secrets.expired(secret)

_how(secret) := {"though not as it is used"} if {
	not secrets.expired(secret)
	secret.hashed
}

_how(secret) := {"and tells who somebody is"} if {
	not secrets.expired(secret)
	not secret.hashed
	secret.kind == "id-token"
}

_how(secret) := {"which is for tests or documentation"} if {
	not secrets.expired(secret)
	not secret.hashed
	secret.kind != "id-token"
	not secrets.in_earnest(secret)
}
