# METADATA
# title: "Logs: storage.modify granted and never used"
# schemas:
#   - input: schema["policy-input"]
package tokenlint.log["modify-granted-and-never-used"]

findings contains {"rule": "LOG011", "at": [place], "args": args} if {
	some i, usage in input.audit.usages
	usage.unused > 0
	"modify" in usage.actions
	place := sprintf("/audit/usages/%d", [i])
	args := {"unused": sprintf("#%s/unused", [place]), "party": sprintf("#%s", [place])}
}
