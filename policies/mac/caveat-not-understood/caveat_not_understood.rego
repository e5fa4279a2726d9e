# METADATA
# title: A caveat that is not understood
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["caveat-not-understood"]

findings contains {"rule": "MAC006", "at": [place], "args": args} if {
	some i, caveat in input.macaroon.caveats
	reason := _reasons[caveat.state]
	place := sprintf("/macaroon/caveats/%d", [i])
	args := {"caveat": sprintf("#%s", [place]), "reason": reason}
}

_reasons := {
	"unknown": "no product has such a key",
	"unreadable": "no product can read its value",
}
