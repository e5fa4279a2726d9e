# METADATA
# title: Changed without any token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["changed-without-token"]

findings contains {"rule": "PRB017", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "without-token"
	place := sprintf("/probe/groups/%d", [i])
	args := {"operations": sprintf("#%s/operations", [place]), "cells": sprintf("#%s/cells", [place])}
}
