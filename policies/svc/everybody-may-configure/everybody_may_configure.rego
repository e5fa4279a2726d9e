# METADATA
# title: Everybody who is let in may change the configuration
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["everybody-may-configure"]

# What the administrator may do includes the configuration.
_configures := {"config", "admin", "*"}

findings contains {"rule": "SVC051", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "roles.public"
	some grant in split(setting.value, ";")
	parts := split(grant, ":")
	parts[0] == "all"
	parts[1] in _configures
	place := sprintf("/service/settings/%d", [i])
}
