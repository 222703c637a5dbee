"""Foretold: what did the commentators say would happen, and did it?"""
