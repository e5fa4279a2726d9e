# METADATA
# title: Scopes make no difference for an issuer's tokens
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["scopes-passed-over"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC041",
	"at": [sprintf("/service/issuers/%d/scopes", [i])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "advice": advice.of("scopes")},
} if {
	not service.lets_everyone_in
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.scopes == "no"
}
