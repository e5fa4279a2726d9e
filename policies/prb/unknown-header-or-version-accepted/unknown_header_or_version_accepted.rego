# METADATA
# title: A token counts whose header or version nobody knows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["unknown-header-or-version-accepted"]

findings contains {"rule": "PRB015", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause in {"critical-header", "version"}
	place := sprintf("/probe/groups/%d", [i])
	args := {
		"operations": sprintf("#%s/operations", [place]),
		"token": sprintf("#%s", [place]),
		"cells": sprintf("#%s/cells", [place]),
	}
}
