//! The console is embedded from `web/dist`. A checkout without a built console still compiles.

fn main() {
    // An empty directory is a console that says how it is built.
    std::fs::create_dir_all("web/dist").expect("web/dist can be created");
    println!("cargo:rerun-if-changed=web/dist");
    println!("cargo:rerun-if-changed=migrations");
}
