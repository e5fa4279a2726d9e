# METADATA
# title: A refused scope is not the last word
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["capability-is-not-final"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC015",
	"at": [sprintf("/service/ways/%d", [k]), sprintf("/service/issuers/%d/falls_through", [i])],
	"args": {
		"issuer": sprintf("#/service/issuers/%d", [i]),
		"way": sprintf("#/service/ways/%d", [k]),
		"advice": advice.of("final"),
	},
} if {
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.scopes == "yes"
	some k, way in input.service.ways
	way.kind in {"group", "subject", "account"}
	way.kind in issuer.falls_through
	way.flat
	way.sure
	service.writes(way)
}
