# METADATA
# title: Members may destroy data without a scope for it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["deletion-by-membership"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC020",
	"at": [place],
	"args": {"witness": sprintf("#%s", [place]), "by": sprintf("#%s/by", [place])},
} if {
	some i, deletion in input.service.deletions
	deletion.sure
	not service.by_anyone(deletion)
	place := sprintf("/service/deletions/%d", [i])
}
