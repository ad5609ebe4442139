//! A delegation's own papers: instructions, fallbacks, comments and drafts.
//!
//! They live in a file of their own, `private.db`, sealed at rest, and they cannot be sent: there is
//! no form of them that the link could carry. That is held up by three things the compiler and the
//! tests see, not by care:
//!
//! 1. this room has no serialisation library, and no other room could add the trait for it: neither
//!    `Serialize` nor [`PrivateText`] would be its own;
//! 2. [`PrivateText`] and [`Paper`] have no `Display` and no content in `Debug`, so they do not end up
//!    in a message, a log or a problem by being formatted;
//! 3. the rooms that write to the wire, `engine` and `link`, do not import this one (`tests/no_wire.rs`).
//!
//! A paper does not serialise:
//!
//! ```compile_fail,E0277
//! fn send(paper: &entente_private::Paper) -> String {
//!     serde_json::to_string(paper).unwrap()
//! }
//! ```
//!
//! nor does its text, nor a draft:
//!
//! ```compile_fail,E0277
//! fn send(text: &entente_private::PrivateText) -> String {
//!     serde_json::to_string(text).unwrap()
//! }
//! ```
//!
//! ```compile_fail,E0277
//! fn send(draft: &entente_private::PrivateBytes) -> String {
//!     serde_json::to_string(draft).unwrap()
//! }
//! ```
//!
//! Nothing of it formats:
//!
//! ```compile_fail,E0277
//! fn say(paper: &entente_private::Paper) -> String {
//!     format!("{}", paper)
//! }
//! ```
//!
//! ```compile_fail,E0277
//! fn say(text: &entente_private::PrivateText) -> String {
//!     format!("{}", text)
//! }
//! ```
//!
//! and a text does not turn into a string by itself:
//!
//! ```compile_fail,E0308
//! fn say(text: &entente_private::PrivateText) -> &str {
//!     text
//! }
//! ```
//!
//! The same lines compile for what is not private, so the examples above fail for the reason they
//! give, and the screen reads with a word that is easy to search for:
//!
//! ```
//! fn send(words: &str) -> String {
//!     format!("{}", serde_json::to_string(words).unwrap())
//! }
//! fn screen(text: &entente_private::PrivateText) -> &str {
//!     text.read()
//! }
//! assert_eq!(send("agreed"), "\"agreed\"");
//! let text = entente_private::PrivateText::new("give way on 4.2").unwrap();
//! assert_eq!(screen(&text), "give way on 4.2");
//! assert_eq!(format!("{text:?}"), "PrivateText(private)");
//! ```
//!
//! # What sealing does and does not do
//!
//! A row that was edited, moved to another agreement, swapped with another row or brought from another
//! drawer does not open, and the error names it. Which agreement a row belongs to, its kind, its
//! approximate length and how many rows there are can be seen without the key. A row removed by hand,
//! or put back as it was before it was replaced, is not noticed.

mod drawer;
mod file;
mod lock;
mod paper;

pub use drawer::{Drawer, MAX_DRAFT_BYTES, MAX_PAPERS};
pub use paper::{About, Filed, Kind, MAX_TEXT_BYTES, Paper, PaperId, PrivateBytes, PrivateText};
