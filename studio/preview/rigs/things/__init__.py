"""Machines, buildings, plants, food and things: rigs made of the drawings beside this file.

Each drawing is a block of lines: `= name|other name; key=value` and then parts, each `kind ink points`.
notation.py reads them, shapes.py makes the parts.
"""
