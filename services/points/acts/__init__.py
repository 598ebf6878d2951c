"""What acts of charity are: made known by two persons, held by whom, with which tasks, on which printed sheets.

Owns: activities, their hosts, shifts and sheets. Written by `activities`, which stands above; asked by whatever is given to an act.
"""
