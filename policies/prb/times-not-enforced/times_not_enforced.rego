# METADATA
# title: A token counts outside its lifetime
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["times-not-enforced"]

findings contains {"rule": "PRB010", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "time"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
