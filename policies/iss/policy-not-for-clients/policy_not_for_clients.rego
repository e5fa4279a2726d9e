# METADATA
# title: A denial does not hold for clients on their own
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-not-for-clients"]

findings contains {
	"rule": "ISS008",
	"at": [place],
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind == "client-unfiltered"
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}
