# METADATA
# title: Everybody has rights at a compute service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["everybody-authorised"]

findings contains {"rule": "SVC031", "at": [place], "args": {"what": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in {"allow_administrator", "allow_config", "allow_daemon", "allow_negotiator"}
	"*" in split(setting.value, ",")
	place := sprintf("/service/settings/%d", [i])
}

findings contains {"rule": "SVC031", "at": [place], "args": {"what": sprintf("#%s", [place])}} if {
	input.service.class == "compute"
	some i, way in input.service.ways
	way.kind == "anonymous"
	way.sure
	some operation in way.operations
	operation in {"submit", "modify-job", "cancel"}
	place := sprintf("/service/ways/%d", [i])
}
