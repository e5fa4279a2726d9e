# METADATA
# title: Codes, passwords or tokens go over an open line
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["login-over-cleartext"]

_addresses := {"client.auth_host", "client.rucio_host", "idpsecrets.redirect_uris"}

_loopback := {"localhost", "127.0.0.1"}

findings contains {"rule": "ISS046", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in _addresses
	startswith(setting.value, "http://")
	host := split(split(setting.value, "/")[2], ":")[0]
	not host in _loopback
	_outside(setting.name, host)
	place := sprintf("/service/settings/%d", [i])
}

# A server with a name of one word is reached within a cluster, where others may encrypt the line.
_outside(_, host) if contains(host, ".")

_outside("idpsecrets.redirect_uris", host) if not contains(host, ".")
