# METADATA
# title: The token names the account that it becomes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["account-chosen-by-token"]

import data.tokenlint.lib.advice

findings contains {
	"rule": "SVC026",
	"at": [place],
	"args": {"mapping": sprintf("#%s", [place]), "advice": advice.of("name")},
} if {
	some i, mapping in input.service.mappings
	mapping.chosen_by_token
	mapping.issuer_known
	not mapping.any_issuer
	place := sprintf("/service/mappings/%d", [i])
}
