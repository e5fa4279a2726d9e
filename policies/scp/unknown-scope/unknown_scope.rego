# METADATA
# title: A scope that no vocabulary knows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["unknown-scope"]

findings contains {
	"rule": "SCP015",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"problem": problem,
		"suggestion": sprintf("#/credential/items/%d/suggestion", [i]),
	},
} if {
	some i, item in input.credential.items
	problem := _problem(item)
}

# Issuers outside the grid have words of their own; only grid tokens are measured by grid words.
_problem(item) := "is no scope of the WLCG profile, of SciTokens or of HTCondor" if {
	item.kind == "unknown"
	input.credential.dialect in {"wlcg", "scitokens", "htcondor"}
}

_problem(item) := "holds characters that a scope cannot hold" if item.kind == "malformed"
