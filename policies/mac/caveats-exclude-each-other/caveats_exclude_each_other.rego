# METADATA
# title: Caveats that exclude each other
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["caveats-exclude-each-other"]

findings contains {"rule": "MAC011", "at": ["/macaroon"], "args": {"reason": _reason}} if {
	input.macaroon.readable
}

_reason := "its caveats exclude each other" if input.macaroon.nothing_left

_reason := "each product refuses one of its caveats" if {
	not input.macaroon.nothing_left
	count(input.macaroon.products) == 0
}
