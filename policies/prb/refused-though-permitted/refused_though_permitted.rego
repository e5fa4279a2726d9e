# METADATA
# title: Refused although the profile allows it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["refused-though-permitted"]

findings contains {"rule": "PRB018", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "shortfall"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
