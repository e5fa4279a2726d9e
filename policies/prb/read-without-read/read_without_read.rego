# METADATA
# title: Content read without storage.read
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["read-without-read"]

findings contains {"rule": "PRB004", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "no-read"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
