"""Linear relaxations and the dual values that bounds follow from; the simplex is OR-Tools' CLP.

A float leads here to a bound only through integers that are checked anew.
"""
