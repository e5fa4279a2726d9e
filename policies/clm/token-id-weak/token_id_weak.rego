# METADATA
# title: A token id that is hardly one
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["token-id-weak"]

findings contains {
	"rule": "CLM012",
	"at": ["/credential/token/claims/token_id"],
	"args": {"state": state},
} if {
	state := input.credential.token.claims.token_id
	state in {"short", "empty"}
}
