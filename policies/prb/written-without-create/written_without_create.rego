# METADATA
# title: Written without storage.create
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["written-without-create"]

findings contains {"rule": "PRB003", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "no-create"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
