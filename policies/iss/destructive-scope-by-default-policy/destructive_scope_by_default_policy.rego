# METADATA
# title: The default policies let everybody obtain a scope that destroys
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["destructive-scope-by-default-policy"]

findings contains {
	"rule": "ISS006",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	not input.service.testing
	some i, each in input.service.scope_policies
	each.kind == "default-reach"
	each.witnessed
	each.grave
	place := sprintf("/service/scope_policies/%d", [i])
}
