"""The algebra of privileges: pure values, exact comparison, nothing but the standard library."""
