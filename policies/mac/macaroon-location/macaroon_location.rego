# METADATA
# title: The location names no service over https
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["macaroon-location"]

findings contains {"rule": "MAC009", "at": ["/macaroon/location"], "args": args} if {
	input.macaroon.readable
	reason := _reasons[input.macaroon.location]
	args := {"location": "#/macaroon/location", "reason": reason}
}

_reasons := {
	"missing": "nothing says which service it is for",
	"cleartext": "everybody on the way can read it",
	"other-url": "it is no address over https",
}
