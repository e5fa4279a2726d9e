# METADATA
# title: A scope policy that never applies
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-matches-nothing"]

findings contains {
	"rule": "ISS001",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "vacuous"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
