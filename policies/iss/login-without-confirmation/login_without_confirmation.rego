# METADATA
# title: Nobody is asked before a login hands out tokens
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["login-without-confirmation"]

findings contains {"rule": "ISS035", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	_without[setting.name] == setting.value
	place := sprintf("/service/settings/%d", [i])
}

_without := {"callbackmode": "noconfirm", "oidc_disable_confirmation": "true"}
