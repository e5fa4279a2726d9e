# METADATA
# title: A declared operation that the credential does not allow
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["capability-missing"]

import data.tokenlint.lib.missing as lib

findings contains {
	"rule": "SCP017",
	"at": [sprintf("/workflow/operations/%d", [missing.index]), "/credential"],
	"args": {
		"target": sprintf("#/workflow/operations/%d", [missing.index]),
		"scope": sprintf("#/comparison/missing/%d/fix", [i]),
		"held": lib.held(i, missing),
		"outcome": lib.outcome(missing),
	},
} if {
	some i, missing in input.comparison.missing
	lib.by_scope(missing)
	not missing.destructive
	not lib.staged_not_read(missing)
	not lib.half_of_condor_write(missing)
	not _open_in_the_profile(missing)
}

# The profile does not say which scope lists a directory: what the declared software does, counts.
_open_in_the_profile(missing) if {
	missing.operation == "list"
	count(missing.lenient) > 0
}
