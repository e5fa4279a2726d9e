# METADATA
# title: Something was lost beyond the path of the scope
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["destroyed-beyond-path"]

findings contains {"rule": "PRB025", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "beyond-path"
	group.destructive
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
