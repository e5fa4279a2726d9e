# METADATA
# title: Scope items
# description: Questions that several rules ask about one item of a scope.
package tokenlint.lib.scope

storage_words := {"storage.poll", "storage.stage", "storage.read", "storage.create", "storage.modify"}

# A storage scope that does not say where it holds (SCP004).
# In the language of SciTokens the path may be left out, but a colon without a path is nothing.
path_missing(item) if {
	item.word in storage_words
	item.path.state in {"absent", "empty"}
}

path_missing(item) if {
	item.vocabulary == "scitokens"
	item.path.state == "empty"
}

# With a need: all of it, or part of it, is used by no declared operation.
too_much(item) if item.needed in {"partly", "no"}

# Rights to overwrite and delete that the declared operations do not use (SCP002).
# The language of SciTokens has no word for creating only, so there it is no one's fault (SCP009).
modify_not_needed(item) if {
	"modify" in item.actions
	item.needed == "no"
}

modify_not_needed(item) if {
	"modify" in item.actions
	item.needed == "partly"
	item.needed_action
	item.vocabulary != "scitokens"
}

# What to ask for in the place of an item that is too much: the words before it, and the scopes.
# Item and index are both given, because looking an item up takes long in one of the engines.
ask_for(item) := "" if item.needed == "no"

ask_for(item) := "; ask for " if item.needed == "partly"

instead(_, item) := "" if item.needed == "no"

instead(index, item) := sprintf("#/credential/items/%d/narrower", [index]) if item.needed == "partly"

# What an item allows; where all of it is needed there is no witness, only the reach of the whole.
allowed(index, item) := sprintf("#/credential/items/%d/witness", [index]) if not item.needed

allowed(_, item) := "#/credential/reach" if item.needed
