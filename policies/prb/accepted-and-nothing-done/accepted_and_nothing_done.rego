# METADATA
# title: The service said yes, and nothing happened
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["accepted-and-nothing-done"]

findings contains {"rule": "PRB019", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "hollow"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
