"""Does the installation need its operator?  Every thing that can go wrong, looked at, in plain Vietnamese."""
