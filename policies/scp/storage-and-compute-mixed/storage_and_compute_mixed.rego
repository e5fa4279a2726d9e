# METADATA
# title: One credential for data and for jobs
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["storage-and-compute-mixed"]

findings contains {
	"rule": "SCP010",
	"at": [sprintf("/credential/items/%d", [jobs[0]]), sprintf("/credential/items/%d", [files[0]])],
	"args": {
		"jobs": sprintf("#/credential/items/%d", [jobs[0]]),
		"files": sprintf("#/credential/items/%d", [files[0]]),
	},
} if {
	# The first of each; min() of numbers is not the same in every engine, and sets are slow in one.
	indices := numbers.range(0, count(input.credential.items))
	jobs := [i | some i in indices; _for_jobs(input.credential.items[i])]
	files := [i | some i in indices; _for_files(input.credential.items[i])]
}

# Asking for the state of jobs or of files on tape is harmless beside the other.
# The jobs of a transfer service (scope `fts`) are transfers, which is no other trade.
_for_jobs(item) if {
	item.vocabulary != "fts"
	some action in item.actions
	action in {"submit", "modify-job", "cancel"}
}

_for_files(item) if {
	some action in item.actions
	action in {"stage", "read", "create", "modify"}
}
