"""The oracle: an independent checker that reads only tables, events and stored bytes.

It states the laws of the house a second time, in SQL, and never calls the services it checks:
a mistake made there is not repeated here. The tables of moves and of labels are read as data.
"""
