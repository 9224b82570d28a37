"""What synthetic digits add to a few real ones: subsets, arms, tasks and their statistics."""
