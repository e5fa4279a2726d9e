# METADATA
# title: A token counts that is not for this service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["audience-not-enforced"]

findings contains {"rule": "PRB011", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "audience"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
