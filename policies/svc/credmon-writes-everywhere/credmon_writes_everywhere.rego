# METADATA
# title: Every job gets a token that writes everywhere
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["credmon-writes-everywhere"]

findings contains {"rule": "SVC033", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.name in {"local_credmon_authz_template", "local_credmon_authz_group_template"}
	setting.known
	some scope in split(setting.value, " ")
	scope in {"write:/", "storage.modify:/", "storage.create:/"}
	place := sprintf("/service/settings/%d", [i])
}
