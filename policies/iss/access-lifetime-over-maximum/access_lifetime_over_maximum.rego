# METADATA
# title: Access tokens live longer than the profile allows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["access-lifetime-over-maximum"]

findings contains {
	"rule": "ISS015",
	"at": [place],
	"args": {
		"offer": sprintf("#/service/offers/%d", [i]),
		"lifetime": sprintf("#%s", [place]),
		"maximum": "#/limits/lifetime_maximum",
	},
} if {
	some i, offer in input.service.offers
	some k, lifetime in offer.lifetimes
	lifetime.what == "access"
	lifetime.written
	lifetime.seconds > input.limits.lifetime_maximum
	place := sprintf("/service/offers/%d/lifetimes/%d", [i, k])
}
