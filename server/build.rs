//! The pages are built by `scripts/run` or `scripts/test` before the hub is. A bare `cargo check`
//! works without them: it embeds an empty folder.
//!
//! They are packed here, once and as small as gzip can, so that two hundred phones that load them during a hold
//! cost the hub nothing. On plain http a browser takes nothing better than gzip.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client-web/dist");
    let assets = pages.join("assets");
    let packed = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("packed");
    fs::create_dir_all(&pages)?;
    if packed.exists() {
        fs::remove_dir_all(&packed)?;
    }
    fs::create_dir_all(&packed)?;
    if assets.exists() {
        for asset in fs::read_dir(&assets)? {
            let asset = asset?;
            let file = fs::File::create(packed.join(asset.file_name()))?;
            let how = zopfli::Options::default();
            zopfli::compress(how, zopfli::Format::Gzip, fs::File::open(asset.path())?, file)?;
        }
    }
    println!("cargo:rerun-if-changed={}", pages.display());
    Ok(())
}
