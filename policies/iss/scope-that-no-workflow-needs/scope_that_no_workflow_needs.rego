# METADATA
# title: A client may destroy although no workflow needs it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["scope-that-no-workflow-needs"]

findings contains {
	"rule": "ISS062",
	"at": [place, sprintf("%s/unneeded", [place])],
	"args": {"offer": sprintf("#/service/offers/%d", [i]), "scope": sprintf("#%s", [place])},
} if {
	some i, offer in input.service.offers
	some k, scope in offer.scopes
	scope.unneeded
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}
