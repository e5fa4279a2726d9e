# METADATA
# title: Without an end
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-without-expiry"]

findings contains {"rule": "MAC001", "at": ["/macaroon"], "args": {}} if {
	input.macaroon.readable
	input.macaroon.lifetime.form == "unbounded"
}
