"""The screens. They show what the model did and hold no logic of it."""
