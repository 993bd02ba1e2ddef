"""The front door of Habarshy: the bus that carries the notices which law obliges agencies to give each other."""

from habarshy import guard

guard.refuse_strangers()
