# METADATA
# title: The service refused, and the data changed
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["refused-and-changed"]

findings contains {"rule": "PRB001", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "changed-though-refused"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
