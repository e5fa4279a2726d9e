# METADATA
# title: The service refused, and showed what it refused
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["leaked-though-refused"]

findings contains {"rule": "PRB029", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "leaked"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
