//! What was found, for people, machines and test servers.
