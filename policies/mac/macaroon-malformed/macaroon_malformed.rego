# METADATA
# title: Malformed
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-malformed"]

findings contains {"rule": "MAC007", "at": ["/macaroon"], "args": {"defects": "#/macaroon/defects"}} if {
	count(input.macaroon.defects) > 0
}
