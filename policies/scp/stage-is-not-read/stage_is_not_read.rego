# METADATA
# title: Reads a staged file without storage.read
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["stage-is-not-read"]

import data.tokenlint.lib.missing as lib

findings contains {
	"rule": "SCP008",
	"at": [sprintf("/workflow/operations/%d", [missing.index]), "/credential"],
	"args": {
		"target": sprintf("#/workflow/operations/%d", [missing.index]),
		"scope": sprintf("#/comparison/missing/%d/fix", [i]),
		"outcome": lib.outcome(missing),
	},
} if {
	some i, missing in input.comparison.missing
	lib.by_scope(missing)
	lib.staged_not_read(missing)
}
