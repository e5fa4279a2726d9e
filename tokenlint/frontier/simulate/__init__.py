"""The discrete-event simulation behind `tokenlint.frontier.simulation`; it needs NumPy.

`docs/explanation/simulation.md` says what it does, what is exact in it and what is not.
"""
