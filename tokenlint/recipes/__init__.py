"""Recipes: a least token as the command or the configuration that asks for it."""
