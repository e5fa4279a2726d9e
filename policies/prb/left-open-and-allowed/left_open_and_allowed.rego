# METADATA
# title: Allowed where the profile leaves it open
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["left-open-and-allowed"]

findings contains {"rule": "PRB028", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "left-open"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
