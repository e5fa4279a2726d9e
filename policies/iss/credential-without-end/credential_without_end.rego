# METADATA
# title: A credential is handed out that never expires
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["credential-without-end"]

import data.tokenlint.lib.offer

findings contains {
	"rule": "ISS016",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "lifetime": sprintf("#%s", [place])},
} if {
	some i, each in input.service.offers
	some k, lifetime in each.lifetimes
	lifetime.unlimited
	lifetime.what in offer.usable
	place := sprintf("/service/offers/%d/lifetimes/%d", [i, k])
}
