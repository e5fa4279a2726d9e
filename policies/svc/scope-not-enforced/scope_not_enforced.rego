# METADATA
# title: The scopes of an issuer's tokens are not looked at
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["scope-not-enforced"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC016",
	"at": [sprintf("/service/issuers/%d/scopes", [i])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "advice": advice.of("scopes")},
} if {
	service.lets_everyone_in
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.scopes == "no"
}
