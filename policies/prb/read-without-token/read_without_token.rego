# METADATA
# title: Read without any token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["read-without-token"]

findings contains {"rule": "PRB026", "at": [place], "args": args} if {
	some i, group in input.probe.groups
	group.cause == "read-without-token"
	place := sprintf("/probe/groups/%d", [i])
	args := {"operations": sprintf("#%s/operations", [place]), "cells": sprintf("#%s/cells", [place])}
}
