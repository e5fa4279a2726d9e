package tokenlint.prx["proxy-cryptography-weak_test"]

import data.tokenlint.prx["proxy-cryptography-weak"] as rule

_certificate(key, digest, counts) := {"weak_key": key, "digest": digest, "digest_counts": counts}

_proxy(certificate, held) := {"certificates": [certificate], "attributes": [{"digest": held}]}

_fine := _certificate(false, "sha256", true)

test_fires_for_a_weak_key if {
	rule.findings == {{
		"rule": "PRX007",
		"at": ["/proxy/certificates/0/weak_key"],
		"args": {
			"what": "the key",
			"whose": "#/proxy/certificates/0",
			"value": "#/proxy/certificates/0/weak_key",
		},
	}} with input.proxy as _proxy(_certificate(true, "sha256", true), "sha256")
}

test_fires_for_a_weak_signature if {
	some finding in rule.findings with input.proxy as _proxy(_certificate(false, "md5", true), "sha256")
	finding.at == ["/proxy/certificates/0/digest"]
}

test_fires_for_weakly_signed_attributes if {
	some finding in rule.findings with input.proxy as _proxy(_fine, "sha1")
	finding.at == ["/proxy/attributes/0/digest"]
}

test_silent_for_what_an_authority_signs_for_itself if {
	count(rule.findings) == 0 with input.proxy as _proxy(_certificate(false, "sha1", false), "sha256")
}

test_silent_for_current_ones if count(rule.findings) == 0 with input.proxy as _proxy(_fine, "built-in")
