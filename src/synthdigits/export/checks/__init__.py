"""Checks that block an export, and those that verify one."""
