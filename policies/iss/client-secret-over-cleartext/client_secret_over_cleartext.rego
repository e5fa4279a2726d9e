# METADATA
# title: A client talks to its issuer over an open line
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["client-secret-over-cleartext"]

findings contains {"rule": "ISS040", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	_is_address(setting.name)
	address := setting.value
	startswith(address, "http://")
	not _is_loopback(address)
	place := sprintf("/service/settings/%d", [i])
}

# HTCondor names the provider first: BOX_TOKEN_URL.
_is_address(name) if {
	input.service.product in {"htcondor", "htcondor-ce"}
	some ending in {"_token_url", "_authorization_url"}
	endswith(name, ending)
}

_is_address(name) if {
	input.service.product == "oa4mp"
	name in {"serviceuri", "tokenuri", "authorizeuri", "wellknownuri"}
}

_is_loopback(value) if {
	some host in {"localhost", "127.0.0.1", "[::1]"}
	startswith(value, sprintf("http://%s", [host]))
}
