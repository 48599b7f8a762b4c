//! JSON Schema of scenario files.

/// placeholder
pub fn schema() -> serde_json::Value { serde_json::Value::Null }
