# METADATA
# title: People log in with the client that administers
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["one-client-for-users-and-administration"]

findings contains {"rule": "ISS045", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.name == "clients.scim"
	setting.value == "like users"
	place := sprintf("/service/settings/%d", [i])
}
