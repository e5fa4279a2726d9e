# METADATA
# title: Everybody can obtain a scope that destroys
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["destructive-scope-for-everybody"]

import data.tokenlint.lib.offer

findings contains {
	"rule": "ISS011",
	"at": [place],
	"args": {
		"holder": sprintf("#/service/offers/%d/holder", [i]),
		"offer": sprintf("#/service/offers/%d", [i]),
		"scope": sprintf("#%s", [place]),
	},
} if {
	some i, each in input.service.offers
	each.holder in {"anyone", "user"}
	not _a_request(each)
	some k, scope in each.scopes
	not _told_already(each, scope)
	offer.destroys(scope)
	offer.whole(scope)
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}

# ISS010 says it of a scope that comes by itself.
_told_already(each, scope) if {
	scope.default
	each.kind in offer.on_demand
}

_a_request(each) if each.kind in offer.requested
