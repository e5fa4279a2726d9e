# METADATA
# title: Every user may destroy what all others wrote
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["shared-folder-for-everybody"]

# ISS011 speaks of the whole namespace.
findings contains {
	"rule": "ISS052",
	"at": [place],
	"args": {
		"holder": sprintf("#/service/offers/%d/holder", [i]),
		"scope": sprintf("#%s", [place]),
	},
} if {
	not input.service.testing
	some i, offer in input.service.offers
	offer.kind == "template"
	offer.holder in {"anyone", "user"}
	some k, scope in offer.scopes
	"modify" in scope.actions
	not scope.path.root
	place := sprintf("/service/offers/%d/scopes/%d", [i, k])
}
