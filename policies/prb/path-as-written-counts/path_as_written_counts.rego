# METADATA
# title: A scope path that is not in normal form counts
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["path-as-written-counts"]

findings contains {"rule": "PRB021", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "path-as-written"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
