package tokenlint.iss["safeguard-switched-off_test"]

import data.tokenlint.iss["safeguard-switched-off"] as rule

_setting(name, value) := {"name": name, "value": value, "known": true}

_off := {
	"ssh.self-registration": "allowed",
	"cluster.auditlog": "none",
	"server.request_limits.enabled": "false",
	"features.guest_mode.enabled": "true",
	"listener.tls_disable": "true",
	"verbose_oidc_logging": "true",
}

test_fires_for_each if {
	every name, value in _off {
		count(rule.findings) == 1 with input.service.settings as [_setting(name, value)]
	}
}

test_says_what_it_means if {
	some finding in rule.findings with input.service.settings as [_setting("cluster.auditlog", "none")]
	finding.at == ["/service/settings/0"]
	finding.args.means == "nobody can tell afterwards who obtained which token"
}

test_silent_where_they_are_on if {
	count(rule.findings) == 0 with input.service.settings as [
		_setting("ssh.self-registration", "disallowed"),
		_setting("cluster.auditlog", "/var/log/htvault-config/auditlog"),
		_setting("listener.tls_disable", "false"),
		object.union(_setting("features.guest_mode.enabled", "true"), {"known": false}),
	]
}
