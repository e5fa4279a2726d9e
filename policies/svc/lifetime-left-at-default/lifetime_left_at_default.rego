# METADATA
# title: The default lets credentials live long
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["lifetime-left-at-default"]

import data.tokenlint.lib.lifetimes

findings contains {
	"rule": "SVC025",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"length": lifetimes.length(i, setting),
		"maximum": "#/limits/lifetime_maximum",
	},
} if {
	some i, setting in input.service.settings
	not setting.written
	lifetimes.too_long(setting)
	place := sprintf("/service/settings/%d", [i])
}
