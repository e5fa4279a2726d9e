# METADATA
# title: A client obtains by itself a scope that destroys everything
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["machine-client-destroys"]

import data.tokenlint.lib.offer

findings contains {
	"rule": "ISS018",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "scope": sprintf("#%s", [place])},
} if {
	some i, each in input.service.offers
	each.holder == "client"
	"client-credentials" in each.grants
	some k, scope in each.scopes
	not scope.default
	offer.destroys(scope)
	offer.whole(scope)
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}
