# METADATA
# title: The issuer writes no audience into its tokens
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["audience-never-set"]

_without := {
	"token_audience": "none", # x509-scitokens-issuer
	"local_credmon_token_audience": "", # HTCondor
}

findings contains {"rule": "ISS041", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	_hands_out
	some i, setting in input.service.settings
	setting.known
	setting.value == _without[setting.name]
	place := sprintf("/service/settings/%d", [i])
}

_hands_out if count(input.service.offers) > 0
