package tokenlint.svc["export-path-open-ended_test"]

import data.tokenlint.svc["export-path-open-ended"] as rule

_with(value) := {
	"product": "alice-token",
	"settings": [{"name": "export path", "value": value, "known": true}],
}

test_fires if {
	rule.findings == {{
		"rule": "SVC058",
		"at": ["/service/settings/0"],
		"args": {"setting": "#/service/settings/0"},
	}} with input.service as _with("/alpha")
}

test_silent_with_a_slash if {
	every path in {"/", "/alpha/", ""} {
		count(rule.findings) == 0 with input.service as _with(path)
	}
}
