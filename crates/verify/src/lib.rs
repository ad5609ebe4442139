//! The stand-alone verifier of evidence: record, seal and model only
