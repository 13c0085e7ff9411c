//! The pages are built by `scripts/run` or `scripts/test` before the hub is. A bare `cargo check`
//! works without them: it embeds an empty folder.

fn main() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../client-web/dist");
    if !pages.exists() {
        std::fs::create_dir_all(&pages).expect("client-web/dist can be made");
    }
    println!("cargo:rerun-if-changed={}", pages.display());
}
