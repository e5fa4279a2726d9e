# METADATA
# title: Brought online without storage.stage
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["staged-without-stage"]

findings contains {"rule": "PRB024", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "no-stage"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
