# METADATA
# title: An accepted audience does not name a service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["accepted-audience-not-a-uri"]

import data.tokenlint.lib.service

findings contains _accepted(place) if {
	input.service.class == "storage"
	not input.service.testing
	some i, accepted in input.service.audience.accepted
	accepted.form == "word"
	place := sprintf("/service/audience/accepted/%d", [i])
}

findings contains _accepted(place) if {
	input.service.class == "storage"
	not input.service.testing
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	some k, accepted in issuer.audience.accepted
	accepted.form == "word"
	place := sprintf("/service/issuers/%d/audience/accepted/%d", [i, k])
}

_accepted(place) := {
	"rule": "SVC043",
	"at": [place],
	"args": {"audience": sprintf("#%s", [place])},
}
