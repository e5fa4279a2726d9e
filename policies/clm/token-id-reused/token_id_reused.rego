# METADATA
# title: Two tokens with one id
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["token-id-reused"]

findings contains {"rule": "CLM007", "at": ["/credential/token/claims/token_id"], "args": {}} if {
	input.credential.token.claims.token_id_reused
}
