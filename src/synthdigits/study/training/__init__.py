"""The study's trainings: subsets, ingredients, classifiers, workers. No test digit reaches it."""
