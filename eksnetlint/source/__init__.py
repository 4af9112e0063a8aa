"""Text, spans and position-keeping trees."""
