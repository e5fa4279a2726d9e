package tokenlint.prb["reached-beyond-path_test"]

import data.tokenlint.prb["reached-beyond-path"] as rule

_group(cause, destructive) := {"cause": cause, "token": "read", "destructive": destructive, "cells": 1}

test_fires if {
	rule.findings == {{
		"rule": "PRB005",
		"at": ["/probe/groups/1"],
		"args": {
			"operations": "#/probe/groups/1/operations",
			"token": "#/probe/groups/1",
			"cells": "#/probe/groups/1/cells",
		},
	}} with input.probe.groups as [_group("none", true), _group("beyond-path", false)]
}

test_silent_for_another_reason if {
	rule.findings == set() with input.probe.groups as [_group("hollow", false)]
}

test_another_rule_speaks_where_something_is_lost if {
	rule.findings == set() with input.probe.groups as [_group("beyond-path", true)]
}

test_silent_without_a_probe if {
	rule.findings == set() with input as {}
}
