package tokenlint.svc["lifetime-unbounded_test"]

import data.tokenlint.svc["lifetime-unbounded"] as rule

_setting := {"name": "macaroons.maxduration", "known": true, "written": true, "unlimited": false, "seconds": 86400}

_case(change) := {
	"limits": {"lifetime_maximum": 21600},
	"service": {"settings": [object.union(_setting, change)]},
}

test_fires_with_the_length if {
	rule.findings == {{
		"rule": "SVC014",
		"at": ["/service/settings/0"],
		"args": {
			"setting": "#/service/settings/0",
			"length": "#/service/settings/0/seconds",
			"maximum": "#/limits/lifetime_maximum",
		},
	}} with input as _case({})
}

test_fires_without_an_end if {
	some finding in rule.findings with input as _case({"unlimited": true})
	finding.args.length == "without an end"
}

test_silent_for_a_default if {
	count(rule.findings) == 0 with input as _case({"written": false})
}

test_silent_up_to_the_maximum if {
	count(rule.findings) == 0 with input as _case({"seconds": 21600})
}
