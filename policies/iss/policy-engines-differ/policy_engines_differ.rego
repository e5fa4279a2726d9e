# METADATA
# title: IAM and OPA would answer differently
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-engines-differ"]

findings contains {
	"rule": "ISS007",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "engines-differ"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
