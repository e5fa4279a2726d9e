# METADATA
# title: Groups count beside capabilities
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["groups-beside-capabilities"]

findings contains {"rule": "PRB013", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "groups"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
