# METADATA
# title: An issuer gives tokens to whoever asks
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["issuer-without-login"]

findings contains {"rule": "ISS050", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	not input.service.testing
	_gives_tokens
	some i, setting in input.service.settings
	setting.known
	setting.name == "issuer.authenticationsource"
	setting.value == "none"
	place := sprintf("/service/settings/%d", [i])
}

_gives_tokens if {
	some offer in input.service.offers
	offer.holder == "anyone"
}
