# METADATA
# title: Tokens sent over HTTP are not looked at
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["tokens-not-passed-on"]

findings contains {"rule": "SVC039", "at": [place], "args": {}} if {
	some libraries in input.service.settings
	libraries.name == "ofs.authlib"
	contains(libraries.value, "scitokens")
	some i, setting in input.service.settings
	setting.name == "http.header2cgi"
	setting.known
	setting.value == "none"
	place := sprintf("/service/settings/%d", [i])
}
