# METADATA
# title: Tokens made for any service are accepted
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["any-audience-accepted"]

import data.tokenlint.lib.service

findings contains _accepted(place) if {
	input.service.audience.checked != "no"
	some i, accepted in input.service.audience.accepted
	accepted.known
	accepted.any
	place := sprintf("/service/audience/accepted/%d", [i])
}

findings contains _accepted(place) if {
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.audience.checked != "no"
	some k, accepted in issuer.audience.accepted
	accepted.known
	accepted.any
	place := sprintf("/service/issuers/%d/audience/accepted/%d", [i, k])
}

_accepted(place) := {
	"rule": "SVC004",
	"at": [place],
	"args": {"audience": sprintf("#%s", [place]), "effect": _effect},
}

_effect := "a token made for any other service works here too" if not service.takes_wildcards_anyway

_effect := text if {
	service.takes_wildcards_anyway
	text := concat("", [
		"a token made for any other service works here too ",
		"(the token library takes this value even where it is not listed; the line invites people to ask for it)",
	])
}
