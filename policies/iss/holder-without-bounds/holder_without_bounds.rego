# METADATA
# title: A broker hands out credentials without any bound
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["holder-without-bounds"]

findings contains {"rule": "ISS023", "at": [place], "args": {"offer": sprintf("#%s", [place])}} if {
	some i, offer in input.service.offers
	offer.kind == "profile"
	offer.all_scopes
	offer.audience.form == "free"
	count(offer.narrowed) == 0
	place := sprintf("/service/offers/%d", [i])
}
