# METADATA
# title: An ID token in the place of an access token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["id-token-as-access-token"]

findings contains {"rule": "CLM004", "at": ["/credential/token/claims"], "args": {}} if {
	_id_token
}

_id_token if input.credential.token.profile == "id-token"

_id_token if input.credential.token.header.type == "id-token"
