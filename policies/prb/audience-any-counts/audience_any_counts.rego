# METADATA
# title: A token for any service counts here
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["audience-any-counts"]

findings contains {"rule": "PRB012", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "audience-any"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
