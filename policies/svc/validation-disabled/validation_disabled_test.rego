package tokenlint.svc["validation-disabled_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["validation-disabled"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true, "written": true, "unlimited": false}

test_fires_with_what_it_means if {
	rule.findings == {{
		"rule": "SVC013",
		"at": ["/service/settings/1"],
		"args": {"setting": "#/service/settings/1", "means": "everybody may do everything", "advice": advice.of("check")},
	}} with input.service.settings as [
		_setting("storm.tls.require-client-cert", "false"),
		_setting("storm.authz.disabled", "true"),
	]
}

test_each_word_has_its_meaning if {
	some finding in rule.findings with input.service.settings as [_setting("sec_daemon_authentication", "never")]
	finding.args.means == "nobody is asked who he is"
}

test_a_method_that_proves_nothing if {
	methods := _setting("sec_default_authentication_methods", "fs,claimtobe,scitokens")
	some finding in rule.findings with input.service.settings as [methods]
	contains(finding.args.means, "CLAIMTOBE")
}

test_a_client_may_offer_it if {
	offered := _setting("sec_client_authentication_methods", "fs,claimtobe")
	count(rule.findings) == 0 with input.service.settings as [offered]
}

test_libraries_that_nobody_asks if {
	some finding in rule.findings with input.service.settings as [
		_setting("ofs.authorize", "no"),
		_setting("ofs.authlib", "++ libxraccscitokens.so"),
	]
	finding.at == ["/service/settings/0"]
}

test_a_server_without_libraries_is_open_on_purpose if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("ofs.authorize", "no"),
		_setting("ofs.authlib", "none"),
	]
}

test_silent_for_what_checks if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("storm.authz.disabled", "false"),
		_setting("xrd.tlsca", "verify"),
		_setting("sec_default_authentication", "required"),
		_setting("sec_read_authentication", "optional"),
	]
}

test_silent_for_a_placeholder if {
	unknown := object.union(_setting("storm.authz.disabled", "true"), {"known": false})
	count(rule.findings) == 0 with input.service.settings as [unknown]
}

test_another_rule_shows_what_is_open if {
	settings := [_setting("ofs.authorize", "no"), _setting("ofs.authlib", "++ libxraccscitokens.so")]
	count(rule.findings) == 0 with input.service as {
		"settings": settings,
		"deletions": [{"credential": "none", "sure": true}],
	}
}
