"""The cluster's network as the files describe it, and the facts that follow from it."""
