//! The node: commands, configuration, keys, runtime. The binary is `entente`.
//!
//! A command is parsed by [`cli`], carried to the process that runs the node by [`control`] (or
//! carried out here when none does), executed by [`command`], and rendered by [`mod@print`].

pub mod cli;
pub mod clock;
pub mod command;
pub mod control;
pub mod course;
pub mod demo;
pub mod dir;
pub mod evidence;
pub mod host;
pub mod house;
pub mod identity;
pub mod keeping;
pub mod life;
pub mod matters;
pub mod papers;
pub mod payloads;
pub mod print;
pub mod private;
pub mod run;
pub mod runtime;
pub mod seal_file;
pub mod source;
pub mod statement;
pub mod talk;
pub mod tree;
pub mod views;
pub mod words;
