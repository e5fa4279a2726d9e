package tokenlint.lib.advice_test

import data.tokenlint.lib.advice

test_each_product_has_its_own_words if {
	contains(advice.of("area"), "base_path") with input.service.product as "xrootd"
	contains(advice.of("area"), "-prefix") with input.service.product as "dcache"
}

test_one_product_is_named_only if {
	not contains(advice.of("deletion"), "orgs") with input.service.product as "xrootd"
	not contains(advice.of("deletion"), "authdb") with input.service.product as "storm-webdav"
}

test_any_other_product_has_a_general_sentence if {
	advice.of("reading") == "Leave anonymous reading off." with input.service.product as "storm"
}
