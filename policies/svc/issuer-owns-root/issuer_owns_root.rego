# METADATA
# title: An issuer owns the whole namespace
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["issuer-owns-root"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC003",
	"at": [sprintf("/service/issuers/%d/areas/%d", [i, k])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "advice": advice.of("root")},
} if {
	input.service.class != "compute"
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	not issuer.local
	issuer.restricted == 0
	some k, area in issuer.areas
	area.known
	area.root
}
