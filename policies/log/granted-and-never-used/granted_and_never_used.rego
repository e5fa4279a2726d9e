# METADATA
# title: "Logs: privileges granted and never used"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["granted-and-never-used"]

findings contains {"rule": "LOG008", "at": [place], "args": args} if {
	some i, usage in input.audit.usages
	usage.unused > 0
	every action in usage.actions {
		action != "modify"
	}
	place := sprintf("/audit/usages/%d", [i])
	args := {"unused": sprintf("#%s/unused", [place]), "party": sprintf("#%s", [place])}
}
