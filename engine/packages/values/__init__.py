"""What the diagrams of a package find in their variables, from everything in it that says so."""
