# METADATA
# title: A scope policy that the engine cannot evaluate
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-not-evaluated"]

findings contains {
	"rule": "ISS009",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "unsupported"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
