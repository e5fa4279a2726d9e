# METADATA
# title: Metadata shown without a scope for it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["looked-without-scope"]

findings contains {"rule": "PRB027", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "looked"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
