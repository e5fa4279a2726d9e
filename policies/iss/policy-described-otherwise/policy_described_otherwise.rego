# METADATA
# title: A scope policy does the opposite of its description
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-described-otherwise"]

findings contains {
	"rule": "ISS004",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "described-otherwise"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
