"""Decisions: DMN 1.1 to 1.5, read from XML and evaluated with FEEL. Depends on engine.feel and nothing else."""

from engine.dmn.model import Model, Outcome, UnknownDecision, read
from engine.dmn.reader import NoModel

__all__ = ["Model", "NoModel", "Outcome", "UnknownDecision", "read"]
