//! What all outputs share: the folder, tables and their columns, the manifest, the data package, words.

pub mod datapackage;
pub mod files;
pub mod folder;
pub mod manifest;
pub mod table;
pub mod tables;
pub mod text;
