# METADATA
# title: A token counts that its issuer did not sign
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["signature-not-enforced"]

findings contains {"rule": "PRB008", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "signature"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
