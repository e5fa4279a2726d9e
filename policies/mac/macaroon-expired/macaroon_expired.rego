# METADATA
# title: Expired
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-expired"]

findings contains {"rule": "MAC010", "at": ["/macaroon/lifetime"], "args": {"lifetime": "#/macaroon/lifetime"}} if {
	input.macaroon.readable
	input.macaroon.lifetime.state == "expired"
}
