# METADATA
# title: Anybody may register a client
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["registration-open"]

findings contains {"rule": "ISS022", "at": [place], "args": {}} if {
	some i, offer in input.service.offers
	offer.kind == "registration"
	offer.holder == "anyone"
	place := sprintf("/service/offers/%d", [i])
}
