# METADATA
# title: The scopes of an issuer's tokens are not looked at
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["scope-not-enforced"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC016",
	"at": [sprintf("/service/issuers/%d/scopes", [i])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i])},
} if {
	_lets_everyone_in
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.scopes == "no"
}

# Where only groups, persons or accounts have rights, doing without scopes is a choice.
_lets_everyone_in if {
	some way in input.service.ways
	way.flat
	service.for_everyone(way)
}

_lets_everyone_in if {
	some mapping in input.service.mappings
	mapping.subjects == "any"
}
