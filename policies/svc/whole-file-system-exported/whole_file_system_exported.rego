# METADATA
# title: The whole file system of a host is exported
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["whole-file-system-exported"]

findings contains {"rule": "SVC056", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	not input.service.testing
	some i, setting in input.service.settings
	setting.known
	setting.name == "origin.exports.storageprefix"
	setting.value == "/"
	place := sprintf("/service/settings/%d", [i])
}
