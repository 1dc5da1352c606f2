"""One module per revision; a revision that has been released is never edited.

`accepts`: the oldest revision whose program can go on working with what this revision changed. A revision that only
adds says so of the oldest that any other accepts; one that takes away, or makes a rule stricter, names the revision
whose program needs that no longer. The database accepts what all its revisions accept. Before 0006 nobody asked.
"""
