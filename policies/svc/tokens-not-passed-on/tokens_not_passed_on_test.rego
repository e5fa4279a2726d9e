package tokenlint.svc["tokens-not-passed-on_test"]

import data.tokenlint.svc["tokens-not-passed-on"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_where_the_header_goes_nowhere if {
	rule.findings == {{"rule": "SVC039", "at": ["/service/settings/1"], "args": {}}} with input.service.settings as [
		_setting("ofs.authlib", "++ libxraccscitokens.so"),
		_setting("http.header2cgi", "none"),
	]
}

test_silent_where_it_is_passed_on if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("ofs.authlib", "libxraccscitokens.so"),
		_setting("http.header2cgi", "authz"),
	]
}

test_silent_without_tokens if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("ofs.authlib", "libxrdmacaroons.so"),
		_setting("http.header2cgi", "none"),
	]
}
