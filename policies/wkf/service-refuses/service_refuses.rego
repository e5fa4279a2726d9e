# METADATA
# title: A service of this repository refuses the workflow
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["service-refuses"]

findings contains {
	"rule": "WKF004",
	"at": [sprintf("/workflow/operations/%d", [answer.index]), sprintf("/comparison/storages/%d", [i])],
	"args": {
		"target": sprintf("#/workflow/operations/%d", [answer.index]),
		"answer": sprintf("#/comparison/storages/%d", [i]),
	},
} if {
	some i, answer in input.comparison.storages
	answer.more == false
}
