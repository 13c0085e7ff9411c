//! The record: minimal, the IC's, erasable. What a day leaves behind, how it is kept, and who can read it.
//!
//! While the day lives its log is encrypted, and the key lies beside it. At wrap a story of the day, without the
//! names of those who signalled or answered, is sealed to the recovery words, and the day itself is destroyed.

mod clockface;
mod damaged;
mod destroy;
mod drawing;
mod erase;
mod fold;
mod folder;
mod page;
mod redact;
mod report;
mod seal;
mod sealed;
pub mod story;
mod wrap;

pub use clockface::Clockface;
pub use destroy::destroy;
pub use fold::tell;
pub(crate) use folder::write_whole;
pub use folder::{DayFolder, FolderError, OpenDay, write_private};
pub use redact::Names;
pub use report::Report;
pub use seal::{RecordKey, Recovery};
pub use sealed::{SealedError, SealedRecord, forget_older_than, sealed_records};
pub use story::Story;
pub use wrap::{Kept, Wrap, finish_wrap, read_day};
