# METADATA
# title: A caveat for a third party
# schemas:
#   - input: schema["policy-input"]
package tokenlint.mac["third-party-caveat"]

findings contains {"rule": "MAC008", "at": [place], "args": {"caveat": sprintf("#%s", [place])}} if {
	some i, caveat in input.macaroon.caveats
	caveat.state == "third-party"
	place := sprintf("/macaroon/caveats/%d", [i])
}
