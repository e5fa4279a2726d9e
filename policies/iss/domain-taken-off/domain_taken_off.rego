# METADATA
# title: Users of different domains become one user
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["domain-taken-off"]

findings contains {"rule": "ISS051", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	not input.service.testing
	_lets_many_in
	some i, setting in input.service.settings
	setting.known
	setting.name == "issuer.userstripdomain"
	setting.value == "true"
	place := sprintf("/service/settings/%d", [i])
}

_lets_many_in if {
	some setting in input.service.settings
	setting.name == "issuer.oidcauthenticationrequirements"
	setting.value == "none"
}
