# METADATA
# title: Scopes of another vocabulary count
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["foreign-scope-counted"]

findings contains {"rule": "PRB016", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "other-words"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
