# METADATA
# title: A token of another issuer counts
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["wrong-issuer-accepted"]

findings contains {"rule": "PRB009", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "issuer"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
