"""A crowd whose members are tested, the areas that they become, and what is written at both."""
