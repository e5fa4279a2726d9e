package tokenlint.lib.proxy_test

import data.tokenlint.lib.proxy

_document(form, seconds) := {
	"limits": {"backdating_seconds": 300},
	"proxy": {"form": form, "lifetime": {"seconds": seconds}},
}

test_the_forms_of_proxies if {
	every form in ["rfc3820", "draft", "legacy"] {
		proxy.is_one with input as _document(form, 1)
	}
}

test_other_certificates_are_none if {
	every form in ["end-entity", "authority", "unreadable"] {
		not proxy.is_one with input as _document(form, 1)
	}
}

test_a_second_beyond_the_slack_is_longer if proxy.longer_than(43200) with input as _document("rfc3820", 43501)

test_the_slack_is_not if not proxy.longer_than(43200) with input as _document("rfc3820", 43500)

test_other_certificates_are_never_longer if {
	not proxy.longer_than(43200) with input as _document("end-entity", 999999)
}
