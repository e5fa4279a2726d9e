# METADATA
# title: Deleted, overwritten or renamed over without storage.modify
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["destroyed-without-modify"]

findings contains {"rule": "PRB002", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "no-modify"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
