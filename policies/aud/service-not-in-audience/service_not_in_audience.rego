# METADATA
# title: A service that the workflow uses is not in the audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["service-not-in-audience"]

findings contains {"rule": "AUD007", "at": at, "args": args} if {
	# In the order of the list; sort() of numbers is not the same in every engine.
	refused := [n | some n in numbers.range(0, count(input.comparison.missing)); n in _refused]
	operations := [sprintf("/workflow/operations/%d", [input.comparison.missing[n].index]) | some n in refused]
	at := array.concat(["/credential/audience"], operations)
	args := {
		"operation": sprintf("#%s", [operations[0]]),
		"audience": sprintf("#/comparison/missing/%d/fix", [refused[0]]),
		"more": _more(count(refused) - 1),
	}
}

_refused contains n if {
	some n, missing in input.comparison.missing
	missing.cause == "audience"
	index := missing.index
	not index in _unknown
}

# A set, so that it is empty and not undefined where there is no workflow.
_unknown contains index if some index in input.workflow.unknown_services

_more(0) := ""

_more(others) := sprintf(" (and %d more)", [others]) if others > 0
