# METADATA
# title: Data may be read without a token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["anonymous-read"]

import data.tokenlint.lib.service

findings contains {"rule": "SVC029", "at": [place], "args": {"what": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	_opens[setting.name] == setting.value
	place := sprintf("/service/settings/%d", [i])
}

# XRootD has no switch for it; where only a part is open, that part is public on purpose.
findings contains {"rule": "SVC029", "at": [place], "args": {"what": sprintf("#%s", [place])}} if {
	service.scopes_count
	some i, way in input.service.ways
	way.kind == "anonymous"
	way.root
	way.sure
	not service.writes(way)
	"read" in way.operations
	place := sprintf("/service/ways/%d", [i])
}

_opens := {
	"anonymousreadenabled": "true",
	"webdav.authz.anonymous-operations": "readonly",
	"frontend.authz.anonymous-operations": "readonly",
	"xrootd.authz.anonymous-operations": "readonly",
	"dcap.authz.anonymous-operations": "readonly",
}
