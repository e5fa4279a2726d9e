package tokenlint.svc["well-known-secret_test"]

import data.tokenlint.svc["well-known-secret"] as rule

_setting(value) := {"name": "gplazma.oidc-te.client-secret", "value": value, "known": true}

test_fires_for_the_default if {
	known := [_setting("default")]
	expected := {{"rule": "SVC040", "at": ["/service/settings/0"], "args": {}}}
	rule.findings == expected with input.service.settings as known
}

test_silent_where_one_is_written if {
	count(rule.findings) == 0 with input.service.settings as [_setting("written")]
}
