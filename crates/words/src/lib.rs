//! Every message people read, in English and Japanese (Project Fluent)
