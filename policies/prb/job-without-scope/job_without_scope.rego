# METADATA
# title: A job was handled without its compute scope
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["job-without-scope"]

findings contains {"rule": "PRB022", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "no-compute"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
