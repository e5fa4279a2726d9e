# METADATA
# title: Credentials may live longer than they should
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["lifetime-unbounded"]

import data.tokenlint.lib.lifetimes

findings contains {
	"rule": "SVC014",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"length": lifetimes.length(i, setting),
		"maximum": "#/limits/lifetime_maximum",
	},
} if {
	some i, setting in input.service.settings
	setting.written
	lifetimes.too_long(setting)
	place := sprintf("/service/settings/%d", [i])
}
