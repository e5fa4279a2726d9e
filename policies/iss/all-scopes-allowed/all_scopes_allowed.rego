# METADATA
# title: A client may obtain whatever the issuer knows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["all-scopes-allowed"]

findings contains {
	"rule": "ISS021",
	"at": [sprintf("%s/all_scopes", [place]), place],
	"args": {"offer": sprintf("#%s", [place])},
} if {
	some i, offer in input.service.offers
	offer.all_scopes
	offer.kind == "client"
	place := sprintf("/service/offers/%d", [i])
}
