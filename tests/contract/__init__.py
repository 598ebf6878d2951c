"""Tests about the codebase itself: do the parts still fit?"""
