package tokenlint.prb["leaked-though-refused_test"]

import data.tokenlint.prb["leaked-though-refused"] as rule

_group(cause, destructive) := {"cause": cause, "token": "read", "destructive": destructive, "cells": 1}

test_fires if {
	rule.findings == {{
		"rule": "PRB029",
		"at": ["/probe/groups/1"],
		"args": {
			"operations": "#/probe/groups/1/operations",
			"token": "#/probe/groups/1",
			"cells": "#/probe/groups/1/cells",
		},
	}} with input.probe.groups as [_group("none", true), _group("leaked", true)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.probe.groups as [_group("hollow", true)]
}

test_silent_without_a_probe if {
	rule.findings == set() with input as {}
}
