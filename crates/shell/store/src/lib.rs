//! Commit-shaped storage: memory, SQLite
