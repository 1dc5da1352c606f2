"""One module per revision; a revision that has been released is never edited.

`accepts`: the oldest release, by the last revision it knows, that may work with a database of this revision. A revision
that only adds states it; without it, whoever does not know the revision is refused.
"""
