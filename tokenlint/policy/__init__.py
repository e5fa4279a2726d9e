"""What policies see and decide: facts, rules, engines, and findings in words."""
