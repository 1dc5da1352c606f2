"""The kheo command."""
