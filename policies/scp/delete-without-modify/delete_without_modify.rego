# METADATA
# title: Deletes or overwrites without storage.modify
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["delete-without-modify"]

import data.tokenlint.lib.missing as lib

findings contains {
	"rule": "SCP001",
	"at": array.concat([sprintf("/workflow/operations/%d", [missing.index]), "/credential"], lib.passing(missing)),
	"args": {
		"target": sprintf("#/workflow/operations/%d", [missing.index]),
		"scope": sprintf("#/comparison/missing/%d/fix", [i]),
		"held": lib.held(i, missing),
		"outcome": lib.outcome(missing),
	},
} if {
	some i, missing in input.comparison.missing
	missing.destructive
	lib.by_scope(missing)
}
