//! A new scenario.

/// placeholder
pub fn template(_name: &str) -> String { String::new() }
