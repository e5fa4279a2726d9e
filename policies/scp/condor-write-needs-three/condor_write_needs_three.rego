# METADATA
# title: Only part of what an HTCondor-CE wants for submitting jobs
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["condor-write-needs-three"]

import data.tokenlint.lib.missing as lib

# One finding, whatever the number of operations: the same scopes repair them all.
findings contains {
	"rule": "SCP016",
	"at": refused,
	"args": {
		"target": sprintf("#%s", [refused[0]]),
		"lacking": concat(" and ", sort(_lacking)),
	},
} if {
	refused := [sprintf("/workflow/operations/%d", [missing.index]) |
		some missing in input.comparison.missing
		_is_refused(missing)
	]
}

_is_refused(missing) if {
	lib.by_scope(missing)
	lib.half_of_condor_write(missing)
}

_held contains action if {
	some missing in input.comparison.missing
	missing.at_htcondor
	some action in missing.held
}

_lacking contains "compute.create" if not "submit" in _held

_lacking contains "compute.modify" if not "modify-job" in _held

_lacking contains "compute.cancel" if not "cancel" in _held
