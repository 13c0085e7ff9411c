//! The log's second copy: the same encrypted entries once more, one behind the other in a plain file.
//!
//! Damage to one file of the two loses nothing, and a tail that SQLite takes for a last write cut short is noticed.
//! An entry comes here once it is committed, so nothing stands here that was answered "not recorded". It is not
//! waited for until it is on disk, only until it is the system's: the commit beside it was.

use super::{Seq, sealed::About};
use crate::record::{RecordKey, write_whole};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;

/// Each entry begins so: behind damage, reading goes on at the next one.
const MARK: [u8; 4] = *b"QHe1";
/// The mark, the body's length, the log's id, the place.
const HEAD: usize = 4 + 4 + 16 + 8;

/// The file, to write on.
pub(super) struct SecondCopy {
    path: PathBuf,
    file: Option<File>,
    /// How much of it is whole.
    bytes: u64,
    /// How many entries stand in it.
    to: Seq,
    behind: bool,
}

/// What could be read of it.
#[derive(Default)]
pub(super) struct Read {
    pub about: Option<About>,
    /// What opened, by its place; 0 is what the log says about itself.
    pub bodies: BTreeMap<Seq, Arc<[u8]>>,
    /// Nothing but entries stands in it.
    pub clean: bool,
    /// There was something.
    pub found: bool,
    /// Something in it looks like an entry, whether it opens or not.
    pub named: bool,
    bytes: u64,
}

/// Where a log's second copy lies.
pub(super) fn beside(log: &Path) -> PathBuf {
    log.with_extension("copy")
}

/// Reads all that opens, whatever stands between.
pub(super) fn read(path: &Path, key: &RecordKey, wanted: Option<Uuid>) -> io::Result<Read> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(why) if why.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(why) => return Err(why),
    };
    let mut read =
        Read { clean: true, found: !bytes.is_empty(), bytes: bytes.len() as u64, ..Read::default() };
    let mut id = wanted;
    let mut at = 0;
    while at < bytes.len() {
        let Some((log, seq, body)) = entry_at(&bytes[at..]) else {
            read.clean = false;
            at = next_mark(&bytes, at + 1);
            continue;
        };
        read.named = true;
        let about = About::place(log, seq);
        let ours = id.is_none_or(|id| id == log);
        if let Some(plain) = key.open(&about, body).filter(|_| ours) {
            id = Some(log);
            if seq == 0 {
                read.about = About::from_plain(log, &plain);
            }
            read.bodies.insert(seq, body.into());
            at += HEAD + body.len();
        } else {
            read.clean = false;
            at = next_mark(&bytes, at + 1);
        }
    }
    if read.about.is_none() {
        // What it says about itself is damaged: the entries name their log all the same.
        read.clean &= read.bodies.is_empty();
        read.about = id.filter(|_| !read.bodies.is_empty()).map(|id| About { id, day_key: None });
    }
    Ok(read)
}

fn entry_at(bytes: &[u8]) -> Option<(Uuid, Seq, &[u8])> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let (mark, head) = head.split_first_chunk::<4>()?;
    let (length, head) = head.split_first_chunk::<4>()?;
    let (log, seq) = head.split_first_chunk::<16>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let body = rest.get(..length).filter(|_| *mark == MARK)?;
    Some((Uuid::from_bytes(*log), Seq::from_be_bytes(seq.try_into().ok()?), body))
}

fn next_mark(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.windows(MARK.len()).position(|four| four == MARK).map_or(bytes.len(), |more| from + more)
}

fn write_entry(to: &mut Vec<u8>, id: Uuid, seq: Seq, body: &[u8]) {
    to.extend(MARK);
    to.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
    to.extend(id.as_bytes());
    to.extend(seq.to_be_bytes());
    to.extend(body);
}

impl SecondCopy {
    /// Goes on with a copy that was read, if it is the beginning of this log; else writes it anew.
    pub fn of(path: PathBuf, read: &Read, id: Uuid, proof: &[u8], bodies: &imbl::Vector<Arc<[u8]>>) -> Self {
        let begins_so = read.clean
            && read.bodies.get(&0).is_some_and(|body| body.as_ref() == proof)
            && (0u64..).zip(read.bodies.keys()).all(|(n, seq)| n == *seq)
            && read.bodies.values().skip(1).zip(bodies).all(|(copy, body)| copy == body);
        let (bytes, to) = if begins_so { (read.bytes, read.bodies.len() as Seq - 1) } else { (0, 0) };
        let mut copy = Self { path, file: None, bytes, to, behind: false };
        if !begins_so && copy.write_anew(id, proof, bodies).is_err() {
            copy.note_behind();
        }
        copy.catch_up(id, proof, bodies);
        copy
    }

    /// A new file, whole and on disk, or none.
    pub fn write_anew(&mut self, id: Uuid, proof: &[u8], bodies: &imbl::Vector<Arc<[u8]>>) -> io::Result<()> {
        let mut text = Vec::new();
        write_entry(&mut text, id, 0, proof);
        for (seq, body) in (1..).zip(bodies) {
            write_entry(&mut text, id, seq, body);
        }
        self.file = None;
        write_whole(&self.path, &text)?;
        (self.bytes, self.to) = (text.len() as u64, bodies.len() as Seq);
        Ok(())
    }

    /// A copy that is still to be written.
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None, bytes: 0, to: 0, behind: false }
    }

    /// Puts behind it what is committed and not in it. What can't be written now is written later.
    pub fn catch_up(&mut self, id: Uuid, proof: &[u8], bodies: &imbl::Vector<Arc<[u8]>>) {
        let mut text = Vec::new();
        if self.bytes == 0 {
            write_entry(&mut text, id, 0, proof);
        }
        for (seq, body) in
            (self.to + 1..).zip(bodies.iter().skip(usize::try_from(self.to).unwrap_or(usize::MAX)))
        {
            write_entry(&mut text, id, seq, body);
        }
        if text.is_empty() {
            return;
        }
        match self.write(&text) {
            Ok(()) => {
                self.bytes += text.len() as u64;
                self.to = bodies.len() as Seq;
                self.behind = false;
            }
            Err(_) => self.note_behind(),
        }
    }

    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                let mut options = OpenOptions::new();
                options.write(true).create(true).truncate(false);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                none.insert(options.open(&self.path)?)
            }
        };
        // What an earlier try left half written goes.
        if file.metadata()?.len() != self.bytes {
            file.set_len(self.bytes)?;
        }
        file.seek(SeekFrom::Start(self.bytes))?;
        file.write_all(text)
    }

    fn note_behind(&mut self) {
        if !std::mem::replace(&mut self.behind, true) {
            tracing::warn!(
                "the log's second copy can't be written now; it is tried again with the next entry"
            );
        }
    }
}

impl Drop for SecondCopy {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = file.sync_data();
        }
    }
}
