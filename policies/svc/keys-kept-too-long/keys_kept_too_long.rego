# METADATA
# title: Keys of issuers are kept longer than the profile allows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["keys-kept-too-long"]

findings contains {
	"rule": "SVC053",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "length": sprintf("#%s/seconds", [place])},
} if {
	_takes_tokens
	some i, setting in input.service.settings
	setting.known
	setting.name == "jwkcacheseconds"
	setting.seconds > input.limits.keys_refresh_maximum
	place := sprintf("/service/settings/%d", [i])
}

_takes_tokens if {
	some setting in input.service.settings
	setting.name == "oauth2"
	setting.value in {"true", "yes", "on", "1"}
}
