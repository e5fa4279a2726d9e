# METADATA
# title: Everybody has rights at a compute service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["everybody-authorised"]

# The lists often name one another, so that one star stands in all of them.
findings contains {
	"rule": "SVC031",
	"at": places,
	"args": {"what": concat(" ", ["`*` in", concat(", ", sort(_names))])},
} if {
	places := [place |
		some i in numbers.range(0, count(input.service.settings))
		i in _lists
		place := sprintf("/service/settings/%d", [i])
	]
	count(places) > 0
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

_names contains setting.name if {
	some setting in input.service.settings
	_open(setting)
}

_lists contains i if {
	some i, setting in input.service.settings
	_open(setting)
}

_open(setting) if {
	setting.known
	setting.name in {"allow_administrator", "allow_config", "allow_daemon", "allow_negotiator"}
	"*" in split(setting.value, ",")
}
