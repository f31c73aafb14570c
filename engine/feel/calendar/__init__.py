"""Working days: which days are worked, and with which calendar an expression is evaluated."""
