# METADATA
# title: No not-before time
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["not-before-missing"]

findings contains {"rule": "CLM009", "at": ["/credential/token/claims"], "args": {}} if {
	input.credential.token.profile == "wlcg"
	present := input.credential.token.claims.present
	not "nbf" in present
}
