# METADATA
# title: The audience of tokens is not checked
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["audience-not-checked"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC005",
	"at": ["/service/audience"],
	"args": {"issuer": "any trusted issuer", "advice": advice.of("audience")},
} if {
	# Teapot compares no audience; the StoRM WebDAV behind it may.
	input.service.product != "teapot"
	input.service.audience.checked == "no"
	some issuer in input.service.issuers
	service.trusted(issuer)
	not issuer.audience
}

findings contains {
	"rule": "SVC005",
	"at": [sprintf("/service/issuers/%d/audience", [i])],
	"args": {"issuer": sprintf("#/service/issuers/%d", [i]), "advice": advice.of("audience")},
} if {
	some i, issuer in input.service.issuers
	service.trusted(issuer)
	issuer.audience.checked == "no"
}
