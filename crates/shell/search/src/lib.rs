//! Full-text search in what one may see: extractors and index.
//!
//! [`Index`] is in memory only and answers from what the person who asks may see: everything else
//! does not exist for a search, its counts, its order, its snippets and its suggestions.
//! [`extract`] reads text out of documents that anybody may have written, and [`sandbox`] does so in
//! a child process that has given up everything but reading its input and writing its answer.

pub mod extract;
mod index;
mod query;
mod rank;
pub mod sandbox;
mod snippet;
mod words;

pub use index::{Body, Ceiling, Document, Found, Hit, Index, MAX_BODY, MAX_FIELDS, Portion};
pub use query::{MAX_ATOMS, MAX_QUERY, Query};
pub use snippet::{Field, Piece, Snippet};
