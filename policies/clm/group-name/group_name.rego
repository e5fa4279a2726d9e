# METADATA
# title: A group name outside the grammar
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["group-name"]

findings contains {
	"rule": "CLM006",
	"at": [sprintf("/credential/token/claims/groups/%d", [i])],
	"args": {"group": sprintf("#/credential/token/claims/groups/%d", [i]), "problems": concat(", ", group.problems)},
} if {
	some i, group in input.credential.token.claims.groups
	count(group.problems) > 0
}
