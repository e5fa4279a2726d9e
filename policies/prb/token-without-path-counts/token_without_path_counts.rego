# METADATA
# title: A storage scope without a path counts
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["token-without-path-counts"]

findings contains {"rule": "PRB007", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "without-path"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
