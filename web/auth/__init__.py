"""Signing in, signing out, passwords."""
