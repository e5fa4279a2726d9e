# METADATA
# title: An exported path is the beginning of others, too
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["export-path-open-ended"]

findings contains {"rule": "SVC058", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	input.service.product == "alice-token"
	some i, setting in input.service.settings
	setting.known
	setting.name == "export path"
	path := setting.value
	startswith(path, "/")
	not endswith(path, "/")
	place := sprintf("/service/settings/%d", [i])
}
