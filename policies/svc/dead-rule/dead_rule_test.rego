package tokenlint.svc["dead-rule_test"]

import data.tokenlint.svc["dead-rule"] as rule

test_fires_with_the_line_that_wins if {
	rule.findings == {{
		"rule": "SVC010",
		"at": ["/service/dead/0", "/service/dead/0/by"],
		"args": {"line": "#/service/dead/0", "says": "#/service/dead/0/says"},
	}} with input.service.dead as [{"reason": "shadowed"}]
}

test_fires_alone_where_nothing_wins if {
	every reason in {"never-matches", "ignored-value", "unreachable", "not-loaded"} {
		some finding in rule.findings with input.service.dead as [{"reason": reason}]
		finding.at == ["/service/dead/0"]
	}
}

test_silent_without_dead_lines if {
	count(rule.findings) == 0 with input.service.dead as []
}

test_silent_for_libraries_that_another_rule_speaks_of if {
	count(rule.findings) == 0 with input.service as {
		"dead": [{"reason": "not-loaded"}],
		"settings": [{"name": "ofs.authorize", "value": "no", "known": true}],
	}
}
