# METADATA
# title: Tokens are accepted without scopes and audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["foreign-tokens-accepted"]

findings contains {"rule": "SVC032", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	_relaxes(setting)
	place := sprintf("/service/settings/%d", [i])
}

_relaxes(setting) if {
	setting.name == "sec_scitokens_allow_foreign_token_types"
	setting.known
	setting.written
	setting.value == "true"
}

_relaxes(setting) if {
	setting.name == "sec_scitokens_foreign_token_issuers"
	setting.known
	setting.written
	"*" in split(setting.value, ",")
}
