# METADATA
# title: Tokens live longer than the product would let them
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["lifetime-over-default"]

# Beyond these limits ISS015 and ISS017 speak.
_lifetimes := {
	"diracx_service_auth_access_token_expire_minutes": {
		"default": 1200,
		"says": "20 minutes",
		"maximum": input.limits.lifetime_maximum,
	},
	"diracx_service_auth_refresh_token_expire_minutes": {
		"default": 3600,
		"says": "an hour",
		"maximum": input.limits.refresh_maximum,
	},
}

findings contains {
	"rule": "ISS055",
	"at": [place],
	"args": {
		"setting": sprintf("#%s", [place]),
		"length": sprintf("#%s/seconds", [place]),
		"default": lifetime.says,
	},
} if {
	some i, setting in input.service.settings
	setting.written
	setting.known
	lifetime := _lifetimes[setting.name]
	setting.seconds > lifetime["default"]
	setting.seconds <= lifetime.maximum
	place := sprintf("/service/settings/%d", [i])
}
