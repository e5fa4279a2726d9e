"""What a credential lets its bearer do: operation by operation, with the reason for each answer."""
