# METADATA
# title: No caveat bounds the activities
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-without-activity"]

findings contains {"rule": "MAC003", "at": ["/macaroon"], "args": {}} if {
	input.macaroon.readable
	input.macaroon.every_activity
}
