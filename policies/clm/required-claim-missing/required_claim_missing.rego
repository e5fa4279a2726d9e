# METADATA
# title: A required claim is missing
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["required-claim-missing"]

findings contains {
	"rule": "CLM001",
	"at": ["/credential/token/claims"],
	"args": {"claims": concat(", ", sort(_missing)), "profile": input.credential.token.profile},
} if {
	count(_missing) > 0
}

# A missing audience is AUD002, a missing expiry LIF004.
_missing contains name if {
	some name in input.credential.token.claims.missing
	not name in {"aud", "exp"}
}
