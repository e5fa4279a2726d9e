# METADATA
# title: No caveat bounds the path
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-without-path"]

findings contains {"rule": "MAC004", "at": ["/macaroon"], "args": {}} if {
	input.macaroon.readable
	input.macaroon.whole_area
}
