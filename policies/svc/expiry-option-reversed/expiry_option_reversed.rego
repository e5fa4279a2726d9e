# METADATA
# title: An option does not do what it says
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["expiry-option-reversed"]

findings contains {"rule": "SVC038", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.name == "sec.protocol ztn -expiry"
	setting.known
	setting.written
	place := sprintf("/service/settings/%d", [i])
}
