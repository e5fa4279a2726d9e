# METADATA
# title: A statement that only the service can make, made again
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["caveat-restated"]

findings contains {"rule": "MAC012", "at": [place], "args": {"caveat": sprintf("#%s", [place])}} if {
	some i, caveat in input.macaroon.caveats
	caveat.restated
	place := sprintf("/macaroon/caveats/%d", [i])
}
