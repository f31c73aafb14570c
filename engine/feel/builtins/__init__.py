"""The built-in functions, a module for each kind."""
