"""A small lifelike set for trying things out; everybody and everything in it is made up."""
