# METADATA
# title: A scope that can destroy comes without being asked for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["destructive-scope-by-default"]

import data.tokenlint.lib.offer

findings contains {
	"rule": "ISS010",
	"at": [place, sprintf("/service/offers/%d", [i])],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "scope": sprintf("#%s", [place])},
} if {
	some i, each in input.service.offers
	each.kind in offer.on_demand
	some k, scope in each.scopes
	scope.default
	offer.destroys(scope)
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}
