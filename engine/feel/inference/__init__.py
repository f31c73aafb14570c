"""The types of FEEL expressions before they are evaluated: `infer` in inference.py is the door."""
