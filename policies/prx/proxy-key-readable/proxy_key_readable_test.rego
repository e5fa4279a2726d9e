package tokenlint.prx["proxy-key-readable_test"]

import data.tokenlint.prx["proxy-key-readable"] as rule

_proxy(key, readers) := {"private_key": key, "readable_by": readers}

test_fires_for_everybody if {
	rule.findings == {{
		"rule": "PRX010",
		"at": ["/proxy/private_key"],
		"args": {"who": "everybody"},
	}} with input.proxy as _proxy("plain", "others")
}

test_fires_for_the_group if {
	some finding in rule.findings with input.proxy as _proxy("plain", "group")
	finding.args.who == "the group"
}

test_silent_for_the_owner if count(rule.findings) == 0 with input.proxy as _proxy("plain", "owner")

test_silent_without_a_usable_key if {
	every key in ["absent", "encrypted"] {
		count(rule.findings) == 0 with input.proxy as _proxy(key, "others")
	}
}

test_silent_where_there_is_no_file if count(rule.findings) == 0 with input.proxy as {"private_key": "plain"}
