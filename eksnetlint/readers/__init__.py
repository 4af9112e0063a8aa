"""From documents to objects of the model."""
