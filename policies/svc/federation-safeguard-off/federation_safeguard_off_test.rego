package tokenlint.svc["federation-safeguard-off_test"]

import data.tokenlint.svc["federation-safeguard-off"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true, "written": true}

_service(setting) := {"product": "pelican", "testing": false, "settings": [setting]}

test_fires_for_each if {
	every pair in [
		["tlsskipverify", "true"],
		["origin.multiuserminid", "0"],
		["registry.requirekeychaining", "false"],
	] {
		found := rule.findings with input.service as _service(_setting(pair[0], pair[1]))
		some finding in found
		finding.at == ["/service/settings/0"]
		finding.args.setting == "#/service/settings/0"
	}
}

test_silent_for_the_defaults if {
	every pair in [
		["tlsskipverify", "false"],
		["origin.multiuserminid", "1000"],
		["registry.requirekeychaining", "true"],
	] {
		count(rule.findings) == 0 with input.service as _service(_setting(pair[0], pair[1]))
	}
}

test_silent_in_tests_and_for_others if {
	off := _service(_setting("tlsskipverify", "true"))
	count(rule.findings) == 0 with input.service as object.union(off, {"testing": true})
	count(rule.findings) == 0 with input.service as object.union(off, {"product": "other"})
}
