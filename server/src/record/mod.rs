//! The record: minimal, the IC's, erasable. What a day leaves behind, how it is kept, and who can read it.
//!
//! While the day lives its log is encrypted, and the key lies beside it. At wrap a story of the day, without the
//! names of those who signalled or answered, is sealed to the recovery words, and the day itself is destroyed.

mod destroy;
mod folder;
mod seal;

pub use destroy::destroy;
pub(crate) use folder::write_whole;
pub use folder::{DayFolder, FolderError, OpenDay};
pub use seal::{RecordKey, Recovery};
