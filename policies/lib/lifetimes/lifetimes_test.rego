package tokenlint.lib.lifetimes_test

import data.tokenlint.lib.lifetimes

_limits := {"lifetime_maximum": 21600}

_setting(name, seconds) := {"name": name, "known": true, "unlimited": false, "seconds": seconds}

_endless := {"name": "sec_token_max_age", "known": true, "unlimited": true}

test_too_long if lifetimes.too_long(_setting("macaroons.maxduration", 21601)) with input.limits as _limits

test_no_end if lifetimes.too_long(_endless) with input.limits as _limits

test_the_maximum_is_not_too_long if {
	not lifetimes.too_long(_setting("macaroons.maxduration", 21600)) with input.limits as _limits
}

test_caches_are_no_credentials if {
	not lifetimes.too_long(_setting("gplazma.oidc.discovery-cache", 90000)) with input.limits as _limits
}

test_a_placeholder_is_not_judged if {
	not lifetimes.too_long(object.union(_endless, {"known": false})) with input.limits as _limits
}

test_length if {
	lifetimes.length(3, _endless) == "without an end"
	lifetimes.length(3, _setting("macaroons.maxduration", 1)) == "#/service/settings/3/seconds"
}
