# METADATA
# title: Tokens are for every service unless the client says otherwise
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["any-audience-by-default"]

findings contains {
	"rule": "ISS019",
	"at": [sprintf("/service/offers/%d/audience", [i])],
	"args": {"offer": sprintf("#/service/offers/%d", [i])},
} if {
	some i, offer in input.service.offers
	offer.audience.default_any
}
