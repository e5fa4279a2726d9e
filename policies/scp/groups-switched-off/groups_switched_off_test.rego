package tokenlint.scp["groups-switched-off_test"]

import data.tokenlint.scp["groups-switched-off"] as rule

_stage := {"kind": "capability", "vocabulary": "wlcg", "word": "storage.stage", "actions": ["stage"]}

_groups := {"kind": "group-request", "vocabulary": "wlcg", "word": "wlcg.groups", "actions": []}

_credential(items, actions, groups) := {
	"items": items,
	"actions": actions,
	"token": {"claims": {"groups": groups}},
}

_group := {"depth": 1, "problems": []}

_missing(cause) := {"missing": [{"operation": "create", "cause": cause}]}

test_fires_in_a_token if {
	rule.findings == {{
		"rule": "SCP011",
		"at": ["/credential/items/0"],
		"args": {"item": "#/credential/items/0"},
	}} with input as {"credential": _credential([_stage], ["stage"], [_group])}
}

test_fires_in_a_request if {
	some finding in rule.findings with input as {
		"credential": {"items": [_groups, _stage], "actions": ["stage"]},
		"comparison": _missing("action"),
	}
	finding.at == ["/credential/items/1"]
}

test_fires_where_a_need_is_not_met if {
	count(rule.findings) == 1 with input as {
		"credential": _credential([_stage], ["stage", "read"], [_group]),
		"comparison": _missing("path"),
	}
}

test_silent_where_the_need_is_met if {
	count(rule.findings) == 0 with input as {
		"credential": _credential([_stage], ["stage"], [_group]),
		"comparison": {"missing": []},
	}
}

test_silent_where_only_the_audience_is_missing if {
	count(rule.findings) == 0 with input as {
		"credential": _credential([_stage], ["stage"], [_group]),
		"comparison": _missing("audience"),
	}
}

test_silent_where_the_capabilities_suffice_by_themselves if {
	count(rule.findings) == 0 with input as {"credential": _credential([_stage], ["read"], [_group])}
}

test_silent_without_groups if {
	count(rule.findings) == 0 with input as {"credential": _credential([_stage], ["stage"], [])}
}

test_silent_without_capabilities if {
	count(rule.findings) == 0 with input as {"credential": _credential([_groups], [], [_group])}
}
