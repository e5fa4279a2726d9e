# METADATA
# title: Proxy certificates may live longer than half a day
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["proxy-certificates-too-long"]

findings contains {
	"rule": "ISS033",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"length": sprintf("#%s/seconds", [place]),
	},
} if {
	not _switched_off
	some i, setting in input.service.settings
	setting.known
	setting.name == "proxycert.max-lifetime-seconds"
	setting.seconds > input.limits.proxy_maximum
	place := sprintf("/service/settings/%d", [i])
}

_switched_off if {
	some setting in input.service.settings
	setting.name == "proxycert.enabled"
	setting.known
	setting.value == "false"
}
