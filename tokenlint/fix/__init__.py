"""Edits that make a finding go away, proved before anything is written.

Each rule that can be repaired has a function that turns one finding into edits of one file.
The edits are applied in memory, the run is read and judged again, and only what is proved
(the finding is gone, none is new, the data differ only where they should) is written.
"""
