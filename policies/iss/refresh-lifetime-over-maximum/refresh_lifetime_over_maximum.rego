# METADATA
# title: Refresh tokens live longer than the profile allows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["refresh-lifetime-over-maximum"]

findings contains {
	"rule": "ISS017",
	"at": [place],
	"args": {
		"offer": sprintf("#/service/offers/%d", [i]),
		"lifetime": sprintf("#%s", [place]),
		"maximum": "#/limits/refresh_maximum",
	},
} if {
	some i, offer in input.service.offers
	some k, lifetime in offer.lifetimes
	lifetime.what in {"refresh", "mytoken"}
	lifetime.seconds > input.limits.refresh_maximum
	place := sprintf("/service/offers/%d/lifetimes/%d", [i, k])
}
