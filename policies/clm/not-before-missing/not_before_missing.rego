# METADATA
# title: No not-before time
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["not-before-missing"]

findings contains {"rule": "CLM009", "at": ["/credential/token/claims"], "args": {}} if {
	input.credential.token.profile == "wlcg"
	not "nbf" in input.credential.token.claims.present
}
