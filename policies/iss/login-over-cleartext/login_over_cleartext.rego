# METADATA
# title: Codes, passwords or tokens go over an open line
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["login-over-cleartext"]

_loopback := {"localhost", "127.0.0.1"}

findings contains {"rule": "ISS046", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.name in {"client.auth_host", "client.rucio_host"}

	# A name of one word is reached within a cluster, where others may encrypt the line.
	contains(_open_to(setting), ".")
	place := sprintf("/service/settings/%d", [i])
}

# A client has an address for each way to log in; they are mended together.
findings contains {"rule": "ISS046", "at": places, "args": {"setting": sprintf("#%s", [places[0]])}} if {
	places := [place |
		some i in numbers.range(0, count(input.service.settings))
		i in _redirects
		place := sprintf("/service/settings/%d", [i])
	]
	count(places) > 0
}

_redirects contains i if {
	some i, setting in input.service.settings
	setting.name == "clients.redirect_uris"
	_open_to(setting)
}

_open_to(setting) := host if {
	setting.known
	startswith(setting.value, "http://")
	host := split(split(setting.value, "/")[2], ":")[0]
	not host in _loopback
}
