//! What all outputs share: the folder, tables and their columns, the manifest, the data package, words.

pub(crate) mod copy;
pub(crate) mod datapackage;
pub(crate) mod earlier;
mod exchange;
pub(crate) mod files;
pub(crate) mod folder;
pub(crate) mod json;
pub(crate) mod manifest;
pub(crate) mod shell;
pub(crate) mod table;
pub(crate) mod tables;
pub(crate) mod text;
