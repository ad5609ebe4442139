//! The text on paper: the terminal, HTML, Word and PDF render one [`Page`](entente_agreement::page::Page);
//! the instrument itself is rendered deterministically, and a paper given back is compared with it.

pub mod docx;
pub mod html;
pub mod notice;
pub mod pdf;
pub mod terminal;
