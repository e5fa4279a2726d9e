# METADATA
# title: A broker hands out credentials without any bound
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["holder-without-bounds"]

import data.tokenlint.lib.offer

findings contains {"rule": "ISS023", "at": [place], "args": {"offer": sprintf("#%s", [place])}} if {
	some i, each in input.service.offers
	offer.unbounded(each)
	place := sprintf("/service/offers/%d", [i])
}
