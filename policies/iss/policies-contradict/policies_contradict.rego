# METADATA
# title: Two scope policies say the opposite
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policies-contradict"]

findings contains {
	"rule": "ISS003",
	"at": [place, sprintf("%s/by", [place])],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "contradictory"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
