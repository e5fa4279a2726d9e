# METADATA
# title: Of two scopes in one token the wider counts
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["wider-scope-counted"]

findings contains {"rule": "PRB014", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "duplicate-members"
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
