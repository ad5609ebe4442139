//! The label of an item: its originator's marking. The equivalent is computed from the terms,
//! never stored in its place (interface.md M2).

use crate::{LevelId, PartyId};
use serde::{Deserialize, Serialize};

/// An originator's marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The originator's level.
    pub level: LevelId,
    /// Whose information it is.
    pub originator: PartyId,
}
