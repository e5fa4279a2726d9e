# METADATA
# title: An accepted audience that no workflow asks for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["audience-not-asked-for"]

findings contains {"rule": "SVC018", "at": [place], "args": {"audience": sprintf("#%s", [place])}} if {
	some accepted in input.service.unasked
	place := sprintf("/service/audience/accepted/%d", [accepted])
}
