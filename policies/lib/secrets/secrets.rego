# METADATA
# title: What a secret in a file is good for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.secrets

# Somebody who reads the file can use it at once.
usable(secret) if {
	not secret.well_known
	not secret.hashed
	secret.kind != "id-token"
	not expired(secret)
}

# It says so itself; of most kinds nobody can tell.
expired(secret) if secret.expired

# In files for tests and documentation, only what proves that it is still valid is believed.
in_earnest(secret) if not secret.testing

in_earnest(secret) if secret.expired == false
