# METADATA
# title: A path with dots or encoded separators leads out of the scope
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["traversal-leads-out"]

findings contains {"rule": "PRB006", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "traversal"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
