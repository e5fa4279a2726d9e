# METADATA
# title: A request beyond the path of the scope succeeded
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["reached-beyond-path"]

findings contains {"rule": "PRB005", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "beyond-path"
	not group.destructive
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
