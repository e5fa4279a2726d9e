package tokenlint.svc["mapped-to-privileged-account_test"]

import data.tokenlint.svc["mapped-to-privileged-account"] as rule

_mapping := {"account_known": true, "privileged": true}

test_fires_with_the_account if {
	rule.findings == {{
		"rule": "SVC017",
		"at": ["/service/mappings/0"],
		"args": {"mapping": "#/service/mappings/0", "account": "#/service/mappings/0/account"},
	}} with input.service.mappings as [_mapping]
}

test_silent_for_others if {
	count(rule.findings) == 0 with input.service.mappings as [object.union(_mapping, {"privileged": false})]
}

test_fires_for_a_door_that_acts_as_root if {
	user := {"name": "xrootd.authz.user", "value": "root", "known": true}
	some finding in rule.findings with input.service.settings as [user]
	finding.args.account == "root"
}

test_silent_for_a_door_that_acts_as_nobody if {
	user := {"name": "xrootd.authz.user", "value": "nobody", "known": true}
	count(rule.findings) == 0 with input.service.settings as [user]
}
