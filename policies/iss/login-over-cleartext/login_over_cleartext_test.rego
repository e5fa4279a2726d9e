package tokenlint.iss["login-over-cleartext_test"]

import data.tokenlint.iss["login-over-cleartext"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

test_fires_for_a_redirect if {
	every address in {"http://rucio.example/auth", "http://rucio/auth", "http://rucio.example:8080"} {
		rule.findings == {{
			"rule": "ISS046",
			"at": ["/service/settings/0"],
			"args": {"setting": "#/service/settings/0"},
		}} with input.service.settings as [_setting("clients.redirect_uris", address)]
	}
}

test_redirects_are_one_finding if {
	redirects := [
		_setting("clients.redirect_uris", "https://rucio.example/a"),
		_setting("clients.redirect_uris", "http://rucio.example/b"),
		_setting("clients.redirect_uris", "http://rucio.example/c"),
	]
	some finding in rule.findings with input.service.settings as redirects
	finding.at == ["/service/settings/1", "/service/settings/2"]
}

test_fires_for_a_server if {
	every name in {"client.auth_host", "client.rucio_host"} {
		count(rule.findings) == 1 with input.service.settings as [_setting(name, "http://rucio.example")]
	}
}

test_silent_within_a_cluster if {
	count(rule.findings) == 0 with input.service.settings as [_setting("client.auth_host", "http://rucio-auth")]
}

test_silent_with_tls_or_at_home if {
	every address in {"https://rucio.example", "http://localhost:80/x", "http://127.0.0.1", "localhost"} {
		count(rule.findings) == 0 with input.service.settings as [_setting("client.auth_host", address)]
	}
}
