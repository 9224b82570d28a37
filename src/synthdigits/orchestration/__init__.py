"""Stages side by side, over DVC's graph. No stage depends on it: DVC makes every out as ever.

What runs next is decided apart from how a stage is run; nothing here knows what a stage does.
"""
