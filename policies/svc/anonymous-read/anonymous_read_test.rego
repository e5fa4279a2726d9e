package tokenlint.svc["anonymous-read_test"]

import data.tokenlint.lib.advice
import data.tokenlint.svc["anonymous-read"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

_anybody := "whoever reaches the service may read without a token"

_issuer := {"known": true, "shadowed": false, "scopes": "yes"}

_way := {"kind": "anonymous", "root": true, "sure": true, "destructive": false, "operations": ["list", "read"]}

_ways(change) := {"issuers": [_issuer], "ways": [object.union(_way, change)]}

test_fires_for_a_switch if {
	rule.findings == {{
		"rule": "SVC029",
		"at": ["/service/settings/0"],
		"args": {"what": "#/service/settings/0", "who": _anybody, "advice": advice.of("reading")},
	}} with input.service.settings as [_setting("anonymousreadenabled", "true")]
}

test_fires_for_the_whole_namespace if {
	rule.findings == {{
		"rule": "SVC029",
		"at": ["/service/ways/0"],
		"args": {"what": "#/service/ways/0", "who": _anybody, "advice": advice.of("reading")},
	}} with input.service as _ways({})
}

test_silent_for_a_part if {
	count(rule.findings) == 0 with input.service as _ways({"root": false})
}

test_silent_for_what_also_writes if {
	count(rule.findings) == 0 with input.service as _ways({"destructive": true})
}

test_silent_for_a_server_that_is_public_altogether if {
	count(rule.findings) == 0 with input.service as object.union(_ways({}), {"issuers": []})
}

test_silent_where_it_is_off if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("anonymousreadenabled", "false"),
		_setting("webdav.authz.anonymous-operations", "none"),
		_setting("webdav.authz.anonymous-operations", "full"),
	]
}

test_doors_of_a_kind_are_one_finding if {
	some finding in rule.findings with input.service.settings as [
		_setting("webdav.authz.anonymous-operations", "readonly"),
		_setting("webdav.authz.anonymous-operations", "none"),
		_setting("webdav.authz.anonymous-operations", "readonly"),
	]
	finding.at == ["/service/settings/0", "/service/settings/2"]
	contains(finding.args.who, "namespace")
}

test_doors_of_two_kinds_are_two_findings if {
	doors := [
		_setting("webdav.authz.anonymous-operations", "readonly"),
		_setting("frontend.authz.anonymous-operations", "readonly"),
	]
	count(rule.findings) == 2 with input.service.settings as doors
}
