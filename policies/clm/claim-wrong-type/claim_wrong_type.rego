# METADATA
# title: A claim of the wrong JSON type
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["claim-wrong-type"]

findings contains {
	"rule": "CLM011",
	"at": ["/credential/token/claims"],
	"args": {"claims": concat(", ", sort(_wrong))},
} if {
	count(_wrong) > 0
}

# These have rules of their own: LIF007, AUD002, CLM002, CLM003, CLM006.
_wrong contains name if {
	some name in input.credential.token.claims.wrong_type
	not name in {"exp", "iat", "nbf", "aud", "wlcg.ver", "ver", "iss", "wlcg.groups"}
}
