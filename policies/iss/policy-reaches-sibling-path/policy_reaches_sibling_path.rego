# METADATA
# title: A scope policy also covers the path beside the one that it names
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-reaches-sibling-path"]

findings contains {
	"rule": "ISS005",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "sibling"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
