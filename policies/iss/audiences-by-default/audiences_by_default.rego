# METADATA
# title: Tokens are for several services, also where nobody asked for them
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["audiences-by-default"]

findings contains {
	"rule": "ISS020",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "audiences": sprintf("#%s", [place])},
} if {
	some i, offer in input.service.offers
	not offer.audience.default_any
	offer.audience.default_count > 1
	place := sprintf("/service/offers/%d/audience", [i])
}
