# METADATA
# title: Tokens of any issuer are accepted
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["any-issuer-mapped"]

import data.tokenlint.lib.advice

findings contains {
	"rule": "SVC027",
	"at": [place],
	"args": {"mapping": sprintf("#%s", [place]), "advice": advice.of("issuers")},
} if {
	some i, mapping in input.service.mappings
	mapping.any_issuer
	mapping.account_known
	place := sprintf("/service/mappings/%d", [i])
}
