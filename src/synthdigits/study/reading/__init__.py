"""The study's results: test digits read, means, gains, pictures. Nothing is trained."""
