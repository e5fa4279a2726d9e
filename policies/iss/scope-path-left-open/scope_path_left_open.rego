# METADATA
# title: A role leaves the path of a storage scope to its issuer or user
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["scope-path-left-open"]

findings contains {
	"rule": "ISS024",
	"at": [place],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "scope": sprintf("#%s", [place])},
} if {
	some i, offer in input.service.offers
	offer.kind == "role"
	some k, scope in offer.scopes
	scope.path.state == "empty"
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}
